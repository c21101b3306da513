import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Site } from '../site.ts'
import { withoutTalk } from '../sources/remove-imported.ts'
import { archivePath, ImportBatch, importsFolder } from './import-batch.ts'
import { takenBackDays } from './take-back-batch.ts'

const day = 86_400_000
/** Days for which a file waits for its member. */
const fileDays = 7
const atOnce = 200

/** Deletes files that wait for nobody any more, and what was taken back long ago. */
export async function sweepImports(site: Site, stopping?: AbortSignal): Promise<void> {
  await dropFiles(site)
  await dropStrays(site)
  const before = new Date(site.now().getTime() - takenBackDays * day).toISOString()
  const due = await ImportBatch.query(site.db).where('takenBackAt', '<', before).whereNull('sweptAt').limit(20)
  for (const batch of due) await dropEntries(site, batch, stopping)
}

async function dropFiles(site: Site): Promise<void> {
  const before = new Date(site.now().getTime() - fileDays * day).toISOString()
  const old = await ImportBatch.query(site.db).whereNotNull('file').where('createdAt', '<', before).limit(100)
  for (const { file } of old) await rm(archivePath(site, file!), { force: true })
  await site.db.transaction(trx =>
    trx('import_batches')
      .whereIn(
        'id',
        old.map(({ id }) => id),
      )
      .update({ file: null, problem: 'The file was deleted, because nothing happened for a week. Bring it again.' }),
  )
}

/** Files that were sent and never became a batch: the process ended in between. */
async function dropStrays(site: Site): Promise<void> {
  const folder = importsFolder(site)
  const files = await readdir(folder).catch(() => [] as string[])
  if (files.length === 0) return
  const known = new Set(await site.db('import_batches').whereNotNull('file').pluck('file'))
  for (const file of files.filter(name => !known.has(name))) {
    const found = await stat(join(folder, file)).catch(() => undefined)
    if (found && Date.now() - found.mtimeMs > day) await rm(join(folder, file), { force: true })
  }
}

/** For good, but for those that others have commented on, which stay removed. Their pictures are swept as uploads that no entry shows. */
async function dropEntries(site: Site, batch: ImportBatch, stopping: AbortSignal | undefined): Promise<void> {
  for (;;) {
    if (stopping?.aborted) return
    const gone = await site.db.transaction(async trx => {
      const rows: { id: string }[] = await withoutTalk(trx, batch.memberId)
        .where({ importBatchId: batch.id })
        .whereNull('sourceId')
        .whereNotNull('removedAt')
        .limit(atOnce)
        .select('id')
      const ids = rows.map(({ id }) => id)
      return ids.length === 0 ? 0 : trx('entries').whereIn('id', ids).delete()
    })
    if (gone === 0) break
  }
  await site.db.transaction(trx => trx('import_batches').where({ id: batch.id }).update({ sweptAt: site.now().toISOString() }))
}
