import type { Static } from 'typebox'
import { type Actor, isMember } from '../actor.ts'
import { canRemoveComment } from '../entries/entry-access.ts'
import { conflict, forbidden } from '../errors.ts'
import { findVisibleEntry } from '../feeds/visibility.ts'
import { Type } from '../http/type.ts'
import type { Site } from '../site.ts'
import { type Comment, findComment } from './comment.ts'
import { countActivity, countComments } from './count-comments.ts'

export const commentIdInput = Type.Object({ id: Type.String({ maxLength: 36 }) })
export type CommentIdInput = Static<typeof commentIdInput>

/** Takes a comment away; it can come back. The entry does not move down, and the comment's number is not used again. */
export async function removeComment(site: Site, actor: Actor, input: CommentIdInput): Promise<Comment> {
  const comment = await findComment(site.db, input.id)
  const entry = await findVisibleEntry(site.db, actor, comment.entryId)
  if (!canRemoveComment(actor, comment, entry)) throw forbidden('Only its author and the author of the entry can remove a comment.')
  const change = { removedAt: site.now().toISOString(), removedBy: actor.id }
  const removed = await site.db.transaction(async trx => {
    if ((await trx('comments').where({ id: comment.id }).whereNull('removedAt').update(change)) === 0) return false
    await countComments(trx, comment.entryId)
    if (comment.authorId) await countActivity(trx, comment.entryId, comment.authorId)
    await site.announce(trx, 'comment.removed', { commentId: comment.id, entryId: comment.entryId, authorId: comment.authorId })
    return true
  })
  return removed ? comment.$set(change) : comment
}

/** Brings a removed comment back. Only who removed it can. */
export async function restoreComment(site: Site, actor: Actor, input: CommentIdInput): Promise<Comment> {
  const comment = await findComment(site.db, input.id)
  await findVisibleEntry(site.db, actor, comment.entryId)
  if (!comment.removedAt) return comment
  if (!isMember(actor) || comment.removedBy !== actor.id) throw forbidden('Only who removed a comment can bring it back.')
  const { authorId } = comment
  if (!authorId) throw conflict('The author of this comment has left.')

  await site.db.transaction(async trx => {
    await trx('comments').where({ id: comment.id }).update({ removedAt: null, removedBy: null })
    await countComments(trx, comment.entryId)
    await countActivity(trx, comment.entryId, authorId)
    await site.announce(trx, 'comment.restored', { commentId: comment.id, entryId: comment.entryId, authorId })
  })
  return comment.$set({ removedAt: null, removedBy: null })
}
