import type { Knex } from 'knex'
import type { Static } from 'typebox'
import { type Actor, isMember } from '../actor.ts'
import { newId } from '../db/new-id.ts'
import { watchForTwice } from '../entries/said-twice.ts'
import { mostCodePoints, tidyBody } from '../entries/tidy-body.ts'
import { writeText } from '../entries/write-text.ts'
import { conflict, invalid, notFound, unauthorized } from '../errors.ts'
import { findVisibleEntry } from '../feeds/visibility.ts'
import { Type } from '../http/type.ts'
import { checkMayTakePart } from '../restrictions/check-may-take-part.ts'
import type { Site } from '../site.ts'
import { checkComment } from './check-comment.ts'
import { Comment } from './comment.ts'

export const commentInput = Type.Object({
  /** Id or short id of the entry. */
  entry: Type.String(),
  body: Type.String({ minLength: 1, maxLength: mostCodePoints }),
})
export type CommentInput = Static<typeof commentInput>

/** Says something to an entry one can see. Brings the entry up for everybody who has it in a feed. Said again within a minute, by a second click, it is one comment. */
export async function publishComment(site: Site, actor: Actor, input: CommentInput): Promise<Comment> {
  if (!isMember(actor)) throw unauthorized()
  await checkMayTakePart(site, actor)
  const body = tidyBody(input.body)
  if (body === '') throw invalid({ body: 'Write something first.' })
  const entry = await findVisibleEntry(site.db, actor, input.entry)
  if (entry.commentsLockedAt) throw conflict('The comments on this entry are locked.')
  await checkComment(site, actor, entry.id, body)
  const { bodyHtml } = await writeText(site, body)

  return site.db.transaction(async trx => {
    const at = site.now().toISOString()
    const before = await findSame(trx, { entryId: entry.id, authorId: actor.id, body }, site.now())
    if (before) return before
    const id = newId()
    const number = await addToEntry(trx, entry.id, id, at)
    const values = { id, entryId: entry.id, authorId: actor.id, number, body, bodyHtml, createdAt: at }
    const comment = Comment.fromJson(values, { skipValidation: true })
    await trx('comments').insert(comment.$toDatabaseJson())
    await trx('activities')
      .insert({ memberId: actor.id, kind: 'comment', entryId: entry.id, at })
      .onConflict(['entry_id', 'member_id', 'kind'])
      .merge()
    await site.announce(trx, 'comment.published', { commentId: id, entryId: entry.id, authorId: actor.id, at })
    return comment
  })
}

/** What the author has just said to the entry with the same words. */
async function findSame(
  trx: Knex.Transaction,
  same: { entryId: string; authorId: string; body: string },
  now: Date,
): Promise<Comment | undefined> {
  const since = await watchForTwice(trx, same.authorId, now)
  return Comment.query(trx).findOne(same).where('createdAt', '>=', since).whereNull('removedAt')
}

/** Counts the comment and brings the entry up. Returns its number: the row of the entry is locked, so that no two get the same one. */
async function addToEntry(trx: Knex.Transaction, entryId: string, commentId: string, at: string): Promise<number> {
  // Never down: a comment that waited for the lock may carry the earlier time.
  const bumpedAt = trx.raw('case when bumped_at < ? then ? else bumped_at end', [at, at])
  const [entry] = await trx('entries')
    .where({ id: entryId })
    .whereNull('removedAt')
    .update({
      lastNumber: trx.raw('last_number + 1'),
      commentCount: trx.raw('comment_count + 1'),
      firstCommentId: trx.raw('coalesce(first_comment_id, ?)', [commentId]),
      lastCommentId: commentId,
      bumpedAt,
    })
    .returning<{ lastNumber: number }[]>(['lastNumber'])
  if (!entry) throw notFound('entry')
  await trx('entry_feeds').where({ entryId }).update({ bumpedAt })
  return entry.lastNumber
}
