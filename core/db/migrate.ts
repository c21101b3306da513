import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Knex } from 'knex'
import type { Database } from './connect.ts'

/** A folder of migrations: the core's (owner `core`) or a plugin's. */
export interface MigrationFolder {
  owner: string
  path: string
}

interface Migration {
  up(knex: Knex): Promise<void>
}

/** A migration did not run to its end. The message says which, and what to do. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError'
}

/**
 * Brings the tables up to date, forward only, each file once and in a transaction of its own (both databases can take back
 * a failed CREATE TABLE). A row that was begun but not finished means that a process was killed in the middle: it is
 * reported and nothing is run. `wanted` leaves out others, for a database that shall be as an older one was. Returns the names that
 * ran now.
 */
export async function migrate(
  db: Database,
  folders: MigrationFolder[],
  now: () => Date,
  wanted: (name: string) => boolean = () => true,
): Promise<string[]> {
  await createBook(db)
  const rows: { name: string; finishedAt: string | null }[] = await db('migrations').select('name', 'finishedAt')
  // Only of these folders: what a plugin left unfinished does not keep the site from starting.
  const broken = rows.find(row => row.finishedAt === null && folders.some(({ owner }) => row.name.startsWith(`${owner}/`)))
  if (broken) throw interrupted(broken.name)

  const done = new Set(rows.map(row => row.name))
  const ran: string[] = []
  for (const folder of folders) {
    for (const file of listMigrations(folder.path)) {
      const name = `${folder.owner}/${file.replace(/\.[jt]s$/, '')}`
      if (done.has(name) || !wanted(name)) continue
      await runMigration(db, name, join(folder.path, file), now)
      ran.push(name)
    }
  }
  return ran
}

async function createBook(db: Database): Promise<void> {
  if (await db.schema.hasTable('migrations')) return
  await db.transaction(async trx => {
    if (await trx.schema.hasTable('migrations')) return
    await trx.schema.createTable('migrations', table => {
      table.string('name', 200).primary()
      table.string('started_at', 30).notNullable()
      table.string('finished_at', 30)
    })
  })
}

function listMigrations(path: string): string[] {
  return readdirSync(path)
    .filter(file => /^\d{8}_\w+\.[jt]s$/.test(file))
    .sort()
}

async function runMigration(db: Database, name: string, file: string, now: () => Date): Promise<void> {
  const migration = (await import(pathToFileURL(file).href)) as Migration
  try {
    await db.transaction(trx => trx('migrations').insert({ name, startedAt: now().toISOString() }))
  } catch (cause) {
    throw new MigrationError(`${name} seems to be run by another process at this moment. Wait for it, then start again.`, { cause })
  }
  try {
    await db.transaction(async trx => {
      if (db.dialect === 'postgres') await migrationLock(trx, name, 'wait')
      await migration.up(trx)
      if (db.dialect === 'postgres') await collateText(trx)
      await trx('migrations').where({ name }).update({ finishedAt: now().toISOString() })
    })
  } catch (cause) {
    // The transaction took everything back, so the next start may try again.
    await db.transaction(trx => trx('migrations').where({ name }).delete())
    throw new MigrationError(`The migration ${name} failed and was taken back: ${(cause as Error).message}`, { cause })
  }
}

/** Held on PostgreSQL while a migration runs, so that others can tell one at work from one that was interrupted. */
export async function migrationLock(trx: Knex.Transaction, name: string, how: 'try' | 'wait'): Promise<boolean> {
  const lock = how === 'try' ? 'pg_try_advisory_xact_lock' : 'pg_advisory_xact_lock'
  const { rows } = await trx.raw<{ rows: { locked: boolean | '' }[] }>(`select ${lock}(hashtext(?)) as locked`, [`migration:${name}`])
  return how === 'wait' || rows[0]?.locked === true
}

/** Ids and times must sort by their bytes, as they do on SQLite, whatever the language of the database is. */
async function collateText(trx: Knex.Transaction): Promise<void> {
  const { rows } = await trx.raw<{ rows: { tableName: string; columnName: string; length: number }[] }>(
    `select table_name as "tableName", column_name as "columnName", character_maximum_length as length from information_schema.columns
     where table_schema = current_schema() and data_type = 'character varying' and collation_name is distinct from 'C'`,
  )
  for (const { tableName, columnName, length } of rows) {
    await trx.raw(`alter table ?? alter column ?? type varchar(${Number(length)}) collate "C"`, [tableName, columnName])
  }
}

function interrupted(name: string): MigrationError {
  return new MigrationError(
    `The migration ${name} was begun but never finished: another process is running it now, or one was stopped in the middle. ` +
      'If no other process of this site runs, nothing of it was kept (it runs in one transaction). ' +
      `Start again with: npx tributary migrate --retry ${name}`,
  )
}
