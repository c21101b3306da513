import { join } from 'node:path'
import type pg from 'pg'
import type { Config } from '../config/config-schema.ts'
import { conflict } from '../errors.ts'
import type { BackupManifest } from './backup-manifest.ts'
import { asideSchemas, describe, listTables, quoted } from './dump-postgres.ts'
import { loadRows } from './load-rows.ts'
import { openPostgres, runPostgresTool } from './postgres-tools.ts'

/** The name of the site in a PostgreSQL database; nothing when the database is empty. */
export async function siteInPostgres(url: string): Promise<string | undefined> {
  const client = await openPostgres(url)
  try {
    if ((await listTables(client)).length === 0) return undefined
    return (await describe(client)).siteName || 'Tributary'
  } finally {
    await client.end()
  }
}

/**
 * Puts a backup into a PostgreSQL database. The tables that were there go aside as a whole, by giving their schema another name, so
 * that the way back is another change of names. A backup of a site on SQLite becomes one on PostgreSQL.
 */
export async function restorePostgres(
  config: Config,
  folder: string,
  { database }: BackupManifest,
  stamp: string,
): Promise<{ schema?: string; back(): Promise<void> }> {
  const url = config.databaseUrl
  const client = await openPostgres(url)
  const here = await currentSchema(client)
  const schema = asideSchemas + stamp.replaceAll(/\D/g, '_')
  const hadTables = (await listTables(client)).length > 0
  const back = async (): Promise<void> => {
    const again = await openPostgres(url)
    try {
      await again.query(`drop schema ${quoted(here)} cascade`)
      await again.query(hadTables ? `alter schema ${quoted(schema)} rename to ${quoted(here)}` : `create schema ${quoted(here)}`)
    } finally {
      await again.end()
    }
  }
  try {
    if (hadTables) await moveAside(client, here, schema)
    try {
      if (database.how === 'pg_dump') await restoreDump(url, join(folder, database.file))
      else await loadRows(config, folder, database)
      return { ...(hadTables && { schema }), back }
    } catch (error) {
      await back()
      throw error
    }
  } finally {
    await client.end()
  }
}

async function currentSchema(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ name: string | null }>('select current_schema() as name')
  return rows[0]?.name ?? 'public'
}

async function moveAside(client: pg.Client, here: string, schema: string): Promise<void> {
  try {
    await client.query(`begin; alter schema ${quoted(here)} rename to ${quoted(schema)}; create schema ${quoted(here)}; commit`)
  } catch (cause) {
    await client.query('rollback')
    throw conflict(
      `The account may not move the tables in the database aside (${(cause as Error).message}). Make an empty database that belongs to it, and name that in DATABASE_URL.`,
    )
  }
}

async function restoreDump(url: string, file: string): Promise<void> {
  const name = decodeURIComponent(new URL(url).pathname.slice(1))
  const { code, problem } = await runPostgresTool(
    'pg_restore',
    ['--no-owner', '--no-privileges', '--single-transaction', '--exit-on-error', `--dbname=${name}`, file],
    url,
  )
  if (code === 0) return
  throw conflict(`The database could not be restored, and everything is as it was: ${problem.split('\n').slice(0, 3).join(' ')}`)
}
