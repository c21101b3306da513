import type { Static } from 'typebox'
import type { Actor } from '../actor.ts'
import { checkLinks } from '../bans/check-links.ts'
import { canEditComment } from '../entries/entry-access.ts'
import { mostCodePoints, tidyBody } from '../entries/tidy-body.ts'
import { writeText } from '../entries/write-text.ts'
import { conflict, forbidden, invalid, notFound } from '../errors.ts'
import { findVisibleEntry } from '../feeds/visibility.ts'
import { holdComment } from '../held/hold-comment.ts'
import { Type } from '../http/type.ts'
import { checkNotPurged, hashOfText } from '../purge/purged-hash.ts'
import { checkMayTakePart } from '../restrictions/check-may-take-part.ts'
import type { Site } from '../site.ts'
import { checkComment } from './check-comment.ts'
import { type Comment, findComment } from './comment.ts'
import { changeComment } from './write-comment.ts'

export const commentEditInput = Type.Object({
  id: Type.String(),
  body: Type.String({ minLength: 1, maxLength: mostCodePoints }),
})
export type CommentEditInput = Static<typeof commentEditInput>

/** Changes the text of one's own comment. Does not move the entry. */
export async function editComment(site: Site, actor: Actor, input: CommentEditInput): Promise<Comment> {
  const comment = await findComment(site.db, input.id)
  const entry = await findVisibleEntry(site.db, actor, comment.entryId)
  if (entry.commentsLockedAt) throw conflict('The comments on this entry are locked.')
  if (comment.removedAt) throw notFound('comment')
  if (!canEditComment(actor, comment)) throw forbidden('Only its author can edit a comment.')
  await checkMayTakePart(site, actor)
  const body = tidyBody(input.body)
  if (body === '') throw invalid({ body: 'Write something, or remove the comment.' })
  if (body === comment.body) return comment

  const heldByPlugin = await checkComment(site, actor, entry, { commentId: comment.id, body })
  const { bodyHtml } = await writeText(site, body)
  await checkNotPurged(site, hashOfText(bodyHtml), 'body')
  const doubt = await checkLinks(site, { html: bodyHtml }, { mayHold: true, locale: actor.member.locale })
  const held = heldByPlugin ?? doubt
  const said = { entryId: comment.entryId, authorId: actor.id ?? '', body, bodyHtml }
  return site.db.transaction(async trx => {
    if (!held) return comment.$set(await changeComment(site, trx, { ...said, id: comment.id }))
    // What was said before stands until then.
    const { reason } = await holdComment(site, trx, { ...said, editsId: comment.id }, held)
    return comment.$set({ heldReason: reason })
  })
}
