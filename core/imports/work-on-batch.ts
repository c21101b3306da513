import { rm } from 'node:fs/promises'
import type { Site } from '../site.ts'
import { bringIn } from './bring-in.ts'
import { archivePath, ImportBatch, importerOf, type Place } from './import-batch.ts'
import { ImportStopped } from './import-page.ts'
import { type Preview, previewArchive } from './preview-archive.ts'
import { type Archived, readThrough } from './read-through.ts'

type Step = (done: number, total?: number) => Promise<void>

/**
 * Does what is next for a batch: looks through the file, or brings its entries in from where the work stopped. Why it cannot go on stands
 * on the batch. What `step` throws stops the work, which can be gone on with.
 */
export async function workOnBatch(site: Site, id: string, step: Step): Promise<void> {
  const batch = await ImportBatch.query(site.db).findById(id)
  if (!batch?.file || batch.endedAt) return
  const archived: Archived = { path: archivePath(site, batch.file), name: batch.fileName, importer: importerOf(batch) }
  try {
    if (!batch.readAt) await look(site, batch, archived, step)
    else if (batch.startedAt) await bringAll(site, batch, archived, step)
  } catch (error) {
    if (!(error instanceof ImportStopped)) throw error
    site.log.warn({ error, batch: id }, 'an archive could not be read on')
    await write(site, batch, { problem: error.message })
  }
}

async function look(site: Site, batch: ImportBatch, archived: Archived, step: Step): Promise<void> {
  const preview = await previewArchive(site, archived, batch, done => step(done))
  await write(site, batch, { preview: JSON.stringify(preview), readAt: site.now().toISOString(), problem: null })
}

async function bringAll(site: Site, batch: ImportBatch, archived: Archived, step: Step): Promise<void> {
  const total = (JSON.parse(batch.preview ?? '{}') as Partial<Preview>).entries ?? 0
  const from = batch.place === null ? undefined : (JSON.parse(batch.place) as Place)
  // An empty cursor stands for the end: only the last lines were missing.
  if (from?.cursor !== '') {
    await step(from?.done ?? 0, total)
    await readThrough(site, archived, from, async (page, place, archive) => {
      await bringIn(site, batch, page, place, archive)
      await step(place.done, total)
    })
  }
  await write(site, batch, { endedAt: site.now().toISOString(), file: null, problem: null })
  // Archives hold letters and addresses: nothing of them stays that is not an entry.
  await rm(archived.path, { force: true })
}

async function write(site: Site, { id }: ImportBatch, columns: Partial<ImportBatch>): Promise<void> {
  await site.db.transaction(trx => trx('import_batches').where({ id }).update(columns))
}
