import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import type pg from 'pg'
import { systemVariables } from '../config/load-config.ts'

/** A connection of its own, without pool and without knex. Close it with `end`. */
export async function openPostgres(url: string): Promise<pg.Client> {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: url, application_name: 'tributary-backup' })
  // Without a listener, a server that goes away would end the process.
  client.on('error', () => undefined)
  await client.connect()
  return client
}

/** How a program of PostgreSQL ended. */
export interface Ran {
  /** Nothing when the program is not on this machine. */
  code: number | undefined
  /** What it said went wrong, without what could be secret. */
  problem: string
}

/** Runs `pg_dump`, `pg_restore` or `psql` against a database. The password goes by the environment: arguments can be read by everybody. */
export async function runPostgresTool(
  tool: string,
  args: string[],
  url?: string,
  read?: (out: Readable) => Promise<unknown>,
): Promise<Ran> {
  const env = { ...systemVariables(), ...(url && connectionVariables(url)) }
  const child = spawn(tool, args, { env, stdio: ['ignore', read ? 'pipe' : 'ignore', 'pipe'] })
  let problem = ''
  child.stderr?.on('data', chunk => {
    problem = (problem + String(chunk)).slice(-4000)
  })
  const reading = read && child.stdout ? read(child.stdout) : undefined
  try {
    const [code] = (await once(child, 'close')) as [number | null]
    await reading
    return { code: code ?? 1, problem: problem.trim() }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { code: undefined, problem: `${tool} is not installed` }
    throw error
  }
}

function connectionVariables(address: string): Record<string, string> {
  const url = new URL(address)
  const given: Record<string, string | null> = {
    PGHOST: url.searchParams.get('host') ?? url.hostname,
    PGPORT: url.port,
    PGUSER: decodeURIComponent(url.username),
    PGPASSWORD: decodeURIComponent(url.password),
    PGDATABASE: decodeURIComponent(url.pathname.slice(1)),
    PGSSLMODE: url.searchParams.get('sslmode'),
    PGSSLROOTCERT: url.searchParams.get('sslrootcert'),
  }
  return Object.fromEntries(Object.entries(given).filter((pair): pair is [string, string] => Boolean(pair[1])))
}
