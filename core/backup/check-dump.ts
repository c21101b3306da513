import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { differingCounts } from './copy-sqlite.ts'
import { runPostgresTool } from './postgres-tools.ts'

/** What is wrong with a dump of PostgreSQL, in sentences. It is read through and its rows are counted, without a database. */
export async function checkDump(path: string, how: 'pg_dump' | 'rows', expected: Record<string, number>): Promise<string[]> {
  try {
    const found = how === 'rows' ? await countLines(path) : await countCopied(path)
    return typeof found === 'string' ? [found] : differingCounts(expected, found)
  } catch (error) {
    return [(error as Error).message]
  }
}

async function countLines(path: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for await (const item of readRowLines(path)) {
    if ('table' in item) counts[item.table] = 0
    else counts[item.of] = (counts[item.of] ?? 0) + 1
  }
  return counts
}

/** Reads a dump of rows: each table by its name, then its rows as JSON text. */
export async function* readRowLines(path: string): AsyncGenerator<{ table: string } | { of: string; row: string }> {
  let table: string | undefined
  const lines = createInterface({ input: createReadStream(path).pipe(createGunzip()), crlfDelay: Number.POSITIVE_INFINITY })
  for await (const line of lines) {
    const begins = /^\{"table":"([a-z0-9_]+)"\}$/.exec(line)?.[1]
    if (begins) {
      table = begins
      yield { table }
    } else if (table) yield { of: table, row: line }
  }
}

async function countCopied(path: string): Promise<Record<string, number> | string> {
  const counts: Record<string, number> = {}
  const { code, problem } = await runPostgresTool('pg_restore', ['--data-only', '--file=-', path], undefined, out =>
    countCopyLines(out, counts),
  )
  if (code === undefined) return 'pg_restore is not installed, so the dump cannot be read. Install the client programs of PostgreSQL.'
  return code === 0 ? counts : problem.split('\n')[0] || 'pg_restore cannot read it.'
}

async function countCopyLines(out: Readable, counts: Record<string, number>): Promise<void> {
  let table: string | undefined
  for await (const line of createInterface({ input: out })) {
    if (table === undefined) {
      table = /^COPY (?:\w+\.)?"?([a-z0-9_]+)"? .*FROM stdin;$/.exec(line)?.[1]
      if (table !== undefined) counts[table] = 0
    } else if (line === '\\.') table = undefined
    else counts[table] = (counts[table] ?? 0) + 1
  }
}
