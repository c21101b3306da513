import type { Knex } from 'knex'
import { countActivity, countComments } from '../comments/count-comments.ts'
import { dialectOf } from '../db/select.ts'
import type { Attachment } from '../entries/attachment.ts'
import { dropTags } from '../tags/tag-entries.ts'
import type { Tombstone } from './tombstone.ts'

/** Deletes the rows of what is purged, wherever they are. What is gone already does no harm. Files go after the commit. */
export async function erase(
  trx: Knex.Transaction,
  { entryIds, commentIds, files }: Pick<Tombstone, 'entryIds' | 'commentIds' | 'files'>,
): Promise<void> {
  // What is deleted is overwritten, and not only forgotten by the file of the database.
  if (dialectOf(trx) === 'sqlite') await trx.raw('pragma secure_delete = on')
  await eraseFiles(trx, files)
  await dropTags(trx, entryIds)
  await trx('entries').whereIn('id', entryIds).delete()
  const said: { id: string; entryId: string; authorId: string | null }[] = await trx('comments')
    .whereIn('id', commentIds)
    .select('id', 'entryId', 'authorId')
  await trx('held_comments').whereIn('id', commentIds).delete()
  await trx('comments').whereIn('id', commentIds).delete()
  for (const { entryId, authorId } of said) {
    await countComments(trx, entryId)
    if (authorId) await countActivity(trx, entryId, authorId)
  }
}

/** The same file may hang on several entries and be somebody's picture. */
async function eraseFiles(trx: Knex.Transaction, files: readonly string[]): Promise<void> {
  if (files.length === 0) return
  const urls = new Set(files.map(file => `/media/${file}`))
  const showing: { id: string; attachments: string }[] = await trx('entries')
    .whereIn(
      'id',
      trx('uploads')
        .whereIn('file', [...files])
        .whereNotNull('entryId')
        .select('entryId'),
    )
    .select('id', 'attachments')
  for (const { id, attachments } of showing) {
    const left = (JSON.parse(attachments) as Attachment[]).filter(({ url }) => !urls.has(url))
    await trx('entries')
      .where({ id })
      .update({ attachments: JSON.stringify(left) })
  }
  await trx('uploads')
    .whereIn('file', [...files])
    .delete()
  await trx('feeds')
    .whereIn('picture', [...files])
    .update({ picture: null })
}
