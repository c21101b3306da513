import { rm } from 'node:fs/promises'
import type { Knex } from 'knex'
import type { Actor } from '../actor.ts'
import { conflict } from '../errors.ts'
import type { Site } from '../site.ts'
import { isOpen } from '../tasks/start-task.ts'
import { archivePath, findBatch, type ImportBatch, takenBackReason } from './import-batch.ts'
import type { BatchInput } from './stop-batch.ts'

/** Days in which what was taken back can come back. */
export const takenBackDays = 30

/**
 * Takes all entries of an archive out of every feed, with what was said about them, until they are swept. What a source has brought
 * meanwhile as well belongs to the source and stays. Returns how many entries are gone.
 */
export async function takeBackBatch(site: Site, actor: Actor, input: BatchInput): Promise<{ removed: number }> {
  const batch = await findBatch(site.db, actor.id, input.id)
  const now = site.now().toISOString()
  const removed = await site.db.transaction(async (trx): Promise<number> => {
    if (!batch.startedAt) throw conflict('Nothing of this archive is in yet.')
    if (batch.takenBackAt) throw conflict('This archive is taken back already.')
    if (await isOpen(trx, 'imports.work', batch.id)) throw conflict('Its entries are coming in right now. Stop that first.')
    await trx('import_batches').where({ id: batch.id }).update({ takenBackAt: now, file: null, problem: null })
    await site.announce(trx, 'import.removed', { importBatchId: batch.id, memberId: batch.memberId })
    return entriesOf(trx, batch)
      .whereNull('removedAt')
      .update({ removedAt: now, removedBy: batch.memberId, removedReason: takenBackReason(batch) })
  })
  if (batch.file) await rm(archivePath(site, batch.file), { force: true })
  return { removed }
}

/** Puts what was taken back where it was. */
export async function restoreBatch(site: Site, actor: Actor, input: BatchInput): Promise<{ restored: number }> {
  const batch = await findBatch(site.db, actor.id, input.id)
  if (!batch.takenBackAt) throw conflict('This archive was not taken back.')
  if (batch.sweptAt) throw conflict(`What was taken back is deleted after ${takenBackDays} days. Bring the archive again.`)
  return site.db.transaction(async trx => {
    await trx('import_batches').where({ id: batch.id }).update({ takenBackAt: null })
    await site.announce(trx, 'import.restored', { importBatchId: batch.id, memberId: batch.memberId })
    const restored: number = await entriesOf(trx, batch)
      .where({ removedReason: takenBackReason(batch) })
      .update({ removedAt: null, removedBy: null, removedReason: null })
    return { restored }
  })
}

/** Entries that came with an archive, and with nothing else. */
export function entriesOf(db: Knex, { id }: Pick<ImportBatch, 'id'>): Knex.QueryBuilder {
  return db('entries').where({ importBatchId: id }).whereNull('sourceId')
}
