import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type pg from 'pg'
import { SiteError } from '../errors.ts'
import type { CopiedDatabase } from './copy-database.ts'
import { openPostgres, runPostgresTool } from './postgres-tools.ts'

/**
 * Dumps a PostgreSQL database as it is at one moment: by `pg_dump` where it is installed and fits the server, otherwise row by row.
 * Counts and dump see the same snapshot.
 */
export async function dumpPostgres(url: string, folder: string): Promise<CopiedDatabase> {
  const client = await opened(url)
  try {
    await client.query('begin isolation level repeatable read read only')
    const snapshot = await one<string>(client, 'select pg_export_snapshot()')
    const described = { dialect: 'postgres' as const, ...(await describe(client)) }
    const args = ['--format=custom', '--no-owner', '--no-privileges', `--exclude-schema=${asideSchemas}*`, `--snapshot=${snapshot}`]
    const file = 'database.dump'
    const { code, problem } = await runPostgresTool('pg_dump', [...args, `--file=${join(folder, file)}`], url)
    if (code === 0) return { ...described, how: 'pg_dump', file }

    await rm(join(folder, file), { force: true })
    const rowsFile = 'database.rows.gz'
    await pipeline(
      Readable.from(rowLines(client, Object.keys(described.rows))),
      createGzip(),
      createWriteStream(join(folder, rowsFile), { mode: 0o600 }),
    )
    const note = `The database was dumped row by row, because pg_dump could not be used (${problem.split('\n')[0]}). Install the client programs of the server's version for dumps that other tools can read.`
    return { ...described, how: 'rows', file: rowsFile, note }
  } finally {
    await client.end()
  }
}

/** Begin of the names of schemas in which a restore keeps what was there before. */
export const asideSchemas = 'aside_'

async function opened(url: string): Promise<pg.Client> {
  try {
    return await openPostgres(url)
  } catch (cause) {
    throw new SiteError(
      503,
      'database-unreachable',
      `The database cannot be reached: ${(cause as Error).message || 'no answer'}. Look at DATABASE_URL and whether the server runs.`,
      {},
      { cause },
    )
  }
}

/** What the database holds, as this connection sees it. */
export async function describe(client: pg.Client): Promise<{ rows: Record<string, number>; migrations: string[]; siteName: string }> {
  const tables = await listTables(client)
  const rows: Record<string, number> = {}
  // One scan each; a single statement for all would hold no less.
  for (const table of tables) rows[table] = Number(await one<string>(client, `select count(*) from ${quoted(table)}`))
  const migrations = tables.includes('migrations')
    ? await client.query<{ name: string }>('select name from migrations order by name')
    : undefined
  const named = tables.includes('settings')
    ? await one<string | undefined>(client, `select value from settings where name = 'siteName'`)
    : undefined
  return { rows, migrations: migrations?.rows.map(({ name }) => name) ?? [], siteName: named ? String(JSON.parse(named)) : '' }
}

/** Tables of the site, sorted. */
export async function listTables(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ tablename: string }>(
    'select tablename from pg_tables where schemaname = current_schema() order by tablename',
  )
  return rows.map(row => row.tablename)
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

const batch = 1_000

/** A line that names a table, then a line of JSON for each of its rows. */
async function* rowLines(client: pg.Client, tables: string[]): AsyncGenerator<string> {
  for (const table of tables) {
    yield `${JSON.stringify({ table })}\n`
    await client.query(`declare dumped no scroll cursor for select row_to_json(t)::text as line from ${quoted(table)} t`)
    for (;;) {
      const { rows } = await client.query<{ line: string }>(`fetch ${batch} from dumped`)
      if (rows.length === 0) break
      yield rows.map(({ line }) => `${line.replaceAll('\n', ' ')}\n`).join('')
    }
    await client.query('close dumped')
  }
}

async function one<Value>(client: pg.Client, sql: string): Promise<Value> {
  const { rows } = await client.query<{ value: Value }>(`select (${sql.startsWith('select ') ? sql : `select ${sql}`}) as value`)
  return rows[0]!.value
}
