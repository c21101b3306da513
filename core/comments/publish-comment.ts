import { type Static, Type } from 'typebox'
import { type Actor, isMember } from '../actor.ts'
import { newId } from '../db/new-id.ts'
import { writeText } from '../entries/write-text.ts'
import { invalid, unauthorized } from '../errors.ts'
import { findVisibleEntry } from '../feeds/visibility.ts'
import type { Site } from '../site.ts'
import { Comment } from './comment.ts'

export const commentInput = Type.Object({
  /** Id or short id of the entry. */
  entry: Type.String(),
  body: Type.String({ minLength: 1, maxLength: 20_000 }),
})
export type CommentInput = Static<typeof commentInput>

/** Says something to an entry one can see. Brings the entry up for everybody who has it in a feed. */
export async function publishComment(site: Site, actor: Actor, input: CommentInput): Promise<Comment> {
  if (!isMember(actor)) throw unauthorized()
  const body = input.body.trim()
  if (body === '') throw invalid({ body: 'Write something first.' })
  const entry = await findVisibleEntry(site.db, actor, input.entry)
  const { bodyHtml } = await writeText(site, body)
  const at = site.now().toISOString()
  const id = newId()

  return site.db.transaction(async trx => {
    // The row of the entry is locked by this, so that two comments never get one number.
    const [numbered] = await trx('entries')
      .where({ id: entry.id })
      .update({
        lastNumber: trx.raw('last_number + 1'),
        commentCount: trx.raw('comment_count + 1'),
        firstCommentId: trx.raw('coalesce(first_comment_id, ?)', [id]),
        lastCommentId: id,
        bumpedAt: at,
      })
      .returning<{ lastNumber: number }[]>(['lastNumber'])
    const comment = Comment.fromJson(
      { id, entryId: entry.id, authorId: actor.id, number: numbered!.lastNumber, body, bodyHtml, createdAt: at },
      { skipValidation: true },
    )
    await trx('comments').insert(comment.$toDatabaseJson())
    await trx('entry_feeds').where({ entryId: entry.id }).update({ bumpedAt: at })
    await trx('activities')
      .insert({ memberId: actor.id, kind: 'comment', entryId: entry.id, at })
      .onConflict(['entry_id', 'member_id', 'kind'])
      .merge()
    await site.announce(trx, 'comment.published', { commentId: id, entryId: entry.id, authorId: actor.id, at })
    return comment
  })
}
