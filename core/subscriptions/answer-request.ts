import type { Knex } from 'knex'
import type { Static } from 'typebox'
import { type Actor, isMember } from '../actor.ts'
import { forbidden } from '../errors.ts'
import { type Feed, findFeed } from '../feeds/feed.ts'
import { canManage } from '../groups/group-access.ts'
import { maybeRole } from '../groups/membership.ts'
import { Type } from '../http/type.ts'
import { findMember } from '../members/member.ts'
import type { Subscription } from './subscription.ts'

export const requestInput = Type.Object({
  /** Handle of the private feed or group. */
  handle: Type.String({ maxLength: 40 }),
  /** Handle of who asks. */
  member: Type.String({ maxLength: 40 }),
})
export type RequestInput = Static<typeof requestInput>

/** Feed and member of a request, when the actor is the one to answer it: the feed's owner, or an admin of the group. */
export async function findForAnswer(
  trx: Knex.Transaction,
  actor: Actor,
  input: RequestInput,
): Promise<{ feed: Feed; subscription: Subscription }> {
  const feed = await findFeed(trx, input.handle)
  if (!(await answersFor(trx, actor, feed))) throw forbidden('Only who keeps this feed can say who reads it.')
  const member = await findMember(trx, input.member)
  return { feed, subscription: { memberId: member.id, feedId: feed.id } }
}

async function answersFor(db: Knex, actor: Actor, feed: Feed): Promise<boolean> {
  if (feed.kind === 'group') return canManage(actor, await maybeRole(db, feed.id, actor.id))
  return isMember(actor) && actor.id === feed.id
}
