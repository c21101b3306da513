import { existsSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import createKnex from 'knex'
import { backupsOf } from '../backup/make-backup.ts'
import { databaseAddress } from '../db/connect.ts'
import { removeMedia } from '../media/media-store.ts'
import { exportsFolder } from '../own-data/own-export.ts'
import type { Site } from '../site.ts'
import { findTombstone, type Tombstone } from './tombstone.ts'
import { noteTombstones } from './tombstone-file.ts'

/** What is left of something whose rows are deleted: files, caches, exports, pages of the database. Done twice it does no harm. */
export async function eraseTraces(site: Site, tombstone: Tombstone): Promise<void> {
  for (const file of tombstone.files) await removeMedia(site, file)
  await site.images.forget(tombstone.pictures)
  await dropExports(site)
  // In the data folder for the next restore, and beside the backups for one onto another machine.
  for (const folder of [site.config.dataDir, backupsOf(site)]) if (existsSync(folder)) await noteTombstones(folder, [tombstone])
  await forgetInDatabase(site)
}

/** The job behind it, for when the process ended in between. */
export async function eraseTracesOf(site: Site, { id }: { id: string }): Promise<void> {
  await eraseTraces(site, await findTombstone(site.db, id))
}

/** Whoever was near to it may have it in a file to take along. They can ask for another one. */
async function dropExports(site: Site): Promise<void> {
  const folder = exportsFolder(site)
  for (const name of await readdir(folder).catch(() => [] as string[])) await rm(join(folder, name), { force: true })
  await site.db.transaction(trx => trx('own_exports').whereNotNull('file').update({ file: null, expiresAt: site.now().toISOString() }))
}

/** Deleted rows may still stand in the write-ahead log of SQLite, or as dead ones in tables of PostgreSQL. */
async function forgetInDatabase({ db, config, log }: Site): Promise<void> {
  try {
    if (db.dialect === 'postgres') return void (await db.raw('vacuum entries, comments, entry_edits, held_comments, uploads, feeds'))
    const own = createKnex({ client: 'sqlite3', connection: { filename: databaseAddress(config) }, useNullAsDefault: true })
    try {
      await own.raw('pragma busy_timeout = 5000')
      await own.raw('pragma wal_checkpoint(truncate)')
    } finally {
      await own.destroy()
    }
  } catch (error) {
    // Somebody is reading for long, or the account may not; the database does it by itself later.
    log.warn({ error }, 'what was purged is out of the tables, and waits to be overwritten')
  }
}
