import { stat } from 'node:fs/promises'
import type { Knex } from 'knex'
import { mediaPath, removeMedia } from '../media/media-store.ts'
import { noteDeleted } from '../retention/note-deleted.ts'
import type { Site } from '../site.ts'

/** So long somebody may take to finish what the picture is for. */
const hours = 24
const batch = 100

/** Deletes pictures that were uploaded and then shown by no entry, or by none any more, with their files. */
export async function sweepUploads(site: Site, stopping?: AbortSignal): Promise<void> {
  const before = new Date(site.now().getTime() - hours * 3_600_000).toISOString()
  while (!stopping?.aborted) {
    const files = await site.db.transaction(trx => dropUnused(trx, before))
    if (files.length === 0) return
    for (const file of new Set(files)) await removeUnnamed(site, file)
    await noteDeleted(site, 'uploads', files.length)
  }
}

/** Returns the names of their files. */
async function dropUnused(trx: Knex.Transaction, before: string): Promise<string[]> {
  const unused = trx('uploads').whereNull('entryId').where('createdAt', '<', before)
  const rows: { id: string; file: string }[] = await unused.limit(batch).forUpdate().select('id', 'file')
  await trx('uploads')
    .whereIn(
      'id',
      rows.map(row => row.id),
    )
    .delete()
  return rows.map(row => row.file)
}

/** The same picture is kept once, whoever brings it; one that was brought again just now may have no row yet. */
async function removeUnnamed(site: Site, file: string): Promise<void> {
  const named =
    (await site.db('uploads').where({ file }).first('id')) ??
    (await site.db('feeds').where({ picture: file }).first('id')) ??
    (await site.db('settings').where('value', 'like', `%${file}%`).first('name'))
  const path = named ? undefined : mediaPath(site, file)
  const found = path && (await stat(path).catch(() => undefined))
  if (found && Date.now() - found.mtimeMs > 3_600_000) await removeMedia(site, file)
}
