import type { Actor } from '../actor.ts'
import { notFound } from '../errors.ts'
import { addMembership } from '../groups/membership.ts'
import type { Site } from '../site.ts'
import { findForAnswer, type RequestInput } from './answer-request.ts'
import { addSubscription, isSubscribed } from './subscription.ts'
import { dropRequest } from './subscription-request.ts'

/** Lets somebody read a private feed, or into a private group. */
export async function acceptRequest(site: Site, actor: Actor, input: RequestInput): Promise<void> {
  await site.db.transaction(async trx => {
    const { feed, subscription } = await findForAnswer(trx, actor, input)
    const { memberId, feedId } = subscription
    if (!(await dropRequest(trx, subscription))) {
      // Another admin was quicker; what was asked for is done.
      if (await isSubscribed(trx, subscription)) return
      throw notFound('request')
    }
    if (feed.kind === 'group') await addMembership(site, trx, { groupId: feedId, memberId, role: 'member' })
    await addSubscription(site, trx, subscription)
    await site.announce(trx, 'subscription.accepted', subscription)
  })
}
