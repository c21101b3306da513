import { rm } from 'node:fs/promises'
import type { Actor } from '../actor.ts'
import { conflict } from '../errors.ts'
import type { Site } from '../site.ts'
import { isOpen } from '../tasks/start-task.ts'
import { archivePath, findBatch } from './import-batch.ts'
import type { BatchInput } from './stop-batch.ts'

/** Puts away an archive of which nothing was brought in, with its file. */
export async function discardBatch(site: Site, actor: Actor, input: BatchInput): Promise<void> {
  const batch = await findBatch(site.db, actor.id, input.id)
  await site.db.transaction(async trx => {
    if (batch.startedAt) throw conflict('Entries of this archive are in. Take it back instead.')
    if (await isOpen(trx, 'imports.work', batch.id)) throw conflict('This archive is being looked through. Stop that first.')
    await trx('import_batches').where({ id: batch.id }).delete()
  })
  if (batch.file) await rm(archivePath(site, batch.file), { force: true })
}
