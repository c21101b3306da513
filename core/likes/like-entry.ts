import type { Static } from 'typebox'
import { type Actor, isMember } from '../actor.ts'
import { canLike } from '../entries/entry-access.ts'
import { conflict, unauthorized } from '../errors.ts'
import { findVisibleEntry } from '../feeds/visibility.ts'
import { Type } from '../http/type.ts'
import { checkMayTakePart } from '../restrictions/check-may-take-part.ts'
import type { Site } from '../site.ts'

export const likeInput = Type.Object({ entry: Type.String() })
export type LikeInput = Static<typeof likeInput>

/** Likes somebody else's entry; liking it again changes nothing. Shows it to those who follow the liker and did not have it. */
export async function likeEntry(site: Site, actor: Actor, input: LikeInput): Promise<void> {
  if (!isMember(actor)) throw unauthorized()
  await checkMayTakePart(site, actor)
  const entry = await findVisibleEntry(site.db, actor, input.entry)
  if (!canLike(actor, entry)) throw conflict('You cannot like your own entry.')
  const at = site.now().toISOString()
  await site.db.transaction(async trx => {
    const added = await trx('likes')
      .insert({ entryId: entry.id, memberId: actor.id, createdAt: at })
      .onConflict(['entry_id', 'member_id'])
      .ignore()
      .returning<object[]>('entryId')
    if (added.length === 0) return
    await trx('entries').where({ id: entry.id }).increment('likeCount', 1)
    await trx('activities')
      .insert({ memberId: actor.id, kind: 'like', entryId: entry.id, at })
      .onConflict(['entry_id', 'member_id', 'kind'])
      .merge()
    await site.announce(trx, 'like.added', { entryId: entry.id, memberId: actor.id, at })
  })
}

/** Takes one's like back; the entry stays where it is. */
export async function unlikeEntry(site: Site, actor: Actor, input: LikeInput): Promise<void> {
  if (!isMember(actor)) throw unauthorized()
  const entry = await findVisibleEntry(site.db, actor, input.entry)
  await site.db.transaction(async trx => {
    const gone = await trx('likes').where({ entryId: entry.id, memberId: actor.id }).delete()
    if (gone === 0) return
    await trx('entries').where({ id: entry.id }).decrement('likeCount', 1)
    await trx('activities').where({ entryId: entry.id, memberId: actor.id, kind: 'like' }).delete()
    await site.announce(trx, 'like.removed', { entryId: entry.id, memberId: actor.id })
  })
}
