import { stat } from 'node:fs/promises'
import type { Knex } from 'knex'
import { mediaPath, removeMedia } from '../media/media-store.ts'
import type { Site } from '../site.ts'

/** So long somebody may take to finish what the picture is for. */
const hours = 24
const batch = 100

/** Deletes pictures that were uploaded and then shown by no entry, or by none any more, with their files. */
export async function sweepUploads(site: Site, stopping?: AbortSignal): Promise<void> {
  const before = new Date(site.now().getTime() - hours * 3_600_000)
  while (!stopping?.aborted) {
    const unused = (db: Knex) => db('uploads').whereNull('entryId').where('createdAt', '<', before.toISOString())
    const rows: { id: string; file: string }[] = await unused(site.db).limit(batch).select('id', 'file')
    if (rows.length === 0) return
    // Asked again: one of them may have found its entry in the meantime.
    const gone: { file: string }[] = await site.db.transaction(trx =>
      unused(trx)
        .whereIn(
          'id',
          rows.map(row => row.id),
        )
        .delete()
        .returning('file'),
    )
    for (const file of new Set(gone.map(row => row.file))) await removeUnnamed(site, file)
  }
}

/** The same picture is kept once, whoever brings it; one that was brought again just now may have no row yet. */
async function removeUnnamed(site: Site, file: string): Promise<void> {
  const named = (await site.db('uploads').where({ file }).first('id')) ?? (await site.db('feeds').where({ picture: file }).first('id'))
  const path = named ? undefined : mediaPath(site, file)
  const found = path && (await stat(path).catch(() => undefined))
  if (found && Date.now() - found.mtimeMs > 3_600_000) await removeMedia(site, file)
}
