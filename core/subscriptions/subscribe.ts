import type { Static } from 'typebox'
import { type Actor, isMember } from '../actor.ts'
import { areApart } from '../blocks/apart.ts'
import { conflict, unauthorized } from '../errors.ts'
import { findFeed } from '../feeds/feed.ts'
import { Type } from '../http/type.ts'
import { checkMayTakePart } from '../restrictions/check-may-take-part.ts'
import type { Site } from '../site.ts'
import { addSubscription, isSubscribed } from './subscription.ts'
import { addRequest } from './subscription-request.ts'

export const subscriptionInput = Type.Object({
  /** Of the member or group to follow. */
  handle: Type.String({ maxLength: 40 }),
})
export type SubscriptionInput = Static<typeof subscriptionInput>

/** Follows a feed; asks whoever keeps it when it is private. Says which. */
export async function subscribe(site: Site, actor: Actor, input: SubscriptionInput): Promise<'subscribed' | 'requested'> {
  if (!isMember(actor)) throw unauthorized()
  await checkMayTakePart(site, actor)
  return site.db.transaction(async trx => {
    const feed = await findFeed(trx, input.handle)
    if (feed.id === actor.id) throw conflict('You cannot follow yourself: what you share is in your stream already.')
    if (await areApart(trx, actor.id, feed.id))
      throw conflict('You and this member see nothing of each other, because one of you blocked the other.')
    const subscription = { memberId: actor.id, feedId: feed.id }
    if (feed.access === 'private' && !(await isSubscribed(trx, subscription))) {
      await addRequest(site, trx, subscription)
      return 'requested'
    }
    await addSubscription(site, trx, subscription)
    return 'subscribed'
  })
}
