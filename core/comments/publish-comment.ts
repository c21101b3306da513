import type { Knex } from 'knex'
import type { Static } from 'typebox'
import { type Actor, isMember } from '../actor.ts'
import { checkLinks } from '../bans/check-links.ts'
import { newId } from '../db/new-id.ts'
import { watchForTwice } from '../entries/said-twice.ts'
import { mostCodePoints, tidyBody } from '../entries/tidy-body.ts'
import { writeText } from '../entries/write-text.ts'
import { conflict, invalid, unauthorized } from '../errors.ts'
import { findVisibleEntry } from '../feeds/visibility.ts'
import { checkMayTalk } from '../groups/group-ban.ts'
import { type HeldComment, holdComment } from '../held/hold-comment.ts'
import { Type } from '../http/type.ts'
import { checkNotPurged, hashOfText } from '../purge/purged-hash.ts'
import { checkMayTakePart } from '../restrictions/check-may-take-part.ts'
import type { Site } from '../site.ts'
import { checkComment } from './check-comment.ts'
import { Comment } from './comment.ts'
import { addComment } from './write-comment.ts'

export const commentInput = Type.Object({
  /** Id or short id of the entry. */
  entry: Type.String(),
  body: Type.String({ minLength: 1, maxLength: mostCodePoints }),
})
export type CommentInput = Static<typeof commentInput>

/**
 * Says something to an entry one can see. Brings the entry up for everybody who has it in a feed. Said again within a minute, by a second
 * click, it is one comment. One that a check wants looked at first has a `heldReason` and is nowhere but with its author.
 */
export async function publishComment(site: Site, actor: Actor, input: CommentInput): Promise<Comment> {
  if (!isMember(actor)) throw unauthorized()
  await checkMayTakePart(site, actor)
  const body = tidyBody(input.body)
  if (body === '') throw invalid({ body: 'Write something first.' })
  const entry = await findVisibleEntry(site.db, actor, input.entry)
  if (entry.commentsLockedAt) throw conflict('The comments on this entry are locked.')
  await checkMayTalk(site, actor, entry.id)
  const heldByPlugin = await checkComment(site, actor, entry, { body })
  const { bodyHtml } = await writeText(site, body)
  await checkNotPurged(site, hashOfText(bodyHtml), 'body')
  const doubt = await checkLinks(site, { html: bodyHtml }, { mayHold: true, locale: actor.member.locale })
  const held = heldByPlugin ?? doubt

  return site.db.transaction(async trx => {
    const before = await findSame(trx, { entryId: entry.id, authorId: actor.id, body }, site.now())
    if (before) return before
    const said = { entryId: entry.id, authorId: actor.id, body, bodyHtml }
    if (held) return heldAsComment(await holdComment(site, trx, { ...said, editsId: null }, held))
    return addComment(site, trx, { id: newId(), ...said })
  })
}

/** As a comment that nobody else sees: it has no number yet. */
function heldAsComment({ id, entryId, authorId, body, bodyHtml, reason, createdAt }: HeldComment): Comment {
  const values = { id, entryId, authorId, number: 0, body, bodyHtml, createdAt, heldReason: reason }
  return Comment.fromJson(values, { skipValidation: true })
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
