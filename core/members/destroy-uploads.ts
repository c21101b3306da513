import type { Knex } from 'knex'
import { removeMedia } from '../media/media-store.ts'
import type { Site } from '../site.ts'

const batch = 100

/** Deletes what a member uploaded. Files first: after a crash the rows still say which files are to go. */
export async function destroyUploads(site: Site, memberId: string, stopping?: AbortSignal): Promise<void> {
  while (!stopping?.aborted) {
    const uploads: { id: string; file: string }[] = await site.db('uploads').where({ memberId }).limit(batch).select('id', 'file')
    if (uploads.length === 0) return
    for (const file of new Set(uploads.map(upload => upload.file))) {
      if (!(await isFileUsed(site.db, file, memberId))) await removeMedia(site, file)
    }
    const ids = uploads.map(upload => upload.id)
    await site.db.transaction(trx => trx('uploads').whereIn('id', ids).delete())
  }
}

/** The same picture is kept once, whoever brings it: whether somebody else shows it too. */
export async function isFileUsed(db: Knex, file: string, memberId = ''): Promise<boolean> {
  const uploaded: unknown = await db('uploads')
    .where({ file })
    .where(other => other.whereNull('memberId').orWhereNot({ memberId }))
    .first('id')
  return uploaded !== undefined || (await db('feeds').where({ picture: file }).whereNot({ id: memberId }).first('id')) !== undefined
}
