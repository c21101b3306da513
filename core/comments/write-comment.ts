import type { Knex } from 'knex'
import { notFound } from '../errors.ts'
import type { Site } from '../site.ts'
import { Comment } from './comment.ts'

type Said = Pick<Comment, 'id' | 'body' | 'bodyHtml'> & { entryId: string; authorId: string }
type Removed = Partial<Pick<Comment, 'removedAt' | 'removedBy' | 'removedReason'>>

/**
 * Writes a comment and brings its entry up, in the transaction of the verb that says it. One that is `removed` from the start stands for what was
 * refused: it has a number, and nobody hears of it.
 */
export async function addComment(site: Site, trx: Knex.Transaction, said: Said, removed: Removed = {}): Promise<Comment> {
  const at = site.now().toISOString()
  const { id, entryId, authorId, body, bodyHtml } = said
  const number = await addToEntry(trx, entryId, removed.removedAt ? undefined : { commentId: id, at })
  const values = { id, entryId, authorId, number, body, bodyHtml, createdAt: at, ...removed }
  const comment = Comment.fromJson(values, { skipValidation: true })
  await trx('comments').insert(comment.$toDatabaseJson())
  if (removed.removedAt) return comment
  await trx('activities').insert({ memberId: authorId, kind: 'comment', entryId, at }).onConflict(['entry_id', 'member_id', 'kind']).merge()
  await site.announce(trx, 'comment.published', { commentId: id, entryId, authorId, at })
  return comment
}

/** Changes the text of a comment. Does not move its entry. */
export async function changeComment(site: Site, trx: Knex.Transaction, said: Pick<Said, 'id' | 'entryId' | 'body' | 'bodyHtml'>) {
  const { id, entryId, body, bodyHtml } = said
  const change = { body, bodyHtml, editedAt: site.now().toISOString() }
  await trx('comments').where({ id }).update(change)
  await site.announce(trx, 'comment.edited', { commentId: id, entryId })
  return change
}

/** Returns the comment's number: the row of the entry is locked, so that no two get the same one. Counts it and brings the entry up, when it can be seen. */
async function addToEntry(trx: Knex.Transaction, entryId: string, seen?: { commentId: string; at: string }): Promise<number> {
  // Never down: a comment that waited for the lock may carry the earlier time.
  const bumpedAt = seen && trx.raw('case when bumped_at < ? then ? else bumped_at end', [seen.at, seen.at])
  const [entry] = await trx('entries')
    .where({ id: entryId })
    .whereNull('removedAt')
    .update({
      lastNumber: trx.raw('last_number + 1'),
      ...(seen && {
        commentCount: trx.raw('comment_count + 1'),
        firstCommentId: trx.raw('coalesce(first_comment_id, ?)', [seen.commentId]),
        lastCommentId: seen.commentId,
        bumpedAt,
      }),
    })
    .returning<{ lastNumber: number }[]>(['lastNumber'])
  if (!entry) throw notFound('entry')
  if (seen) await trx('entry_feeds').where({ entryId }).update({ bumpedAt })
  return entry.lastNumber
}
