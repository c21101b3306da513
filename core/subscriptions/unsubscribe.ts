import { type Actor, isMember } from '../actor.ts'
import { conflict, unauthorized } from '../errors.ts'
import { findFeed } from '../feeds/feed.ts'
import { maybeRole } from '../groups/membership.ts'
import type { Site } from '../site.ts'
import type { SubscriptionInput } from './subscribe.ts'
import { dropSubscription } from './subscription.ts'
import { dropRequest } from './subscription-request.ts'

/** Stops following a feed, or takes back the request to follow it. Members of a public group stay members. */
export async function unsubscribe(site: Site, actor: Actor, input: SubscriptionInput): Promise<void> {
  if (!isMember(actor)) throw unauthorized()
  await site.db.transaction(async trx => {
    const feed = await findFeed(trx, input.handle)
    // Only subscribers may read a private feed, so a member of a private group who does not follow it would be locked out.
    if (feed.kind === 'group' && feed.access === 'private' && (await maybeRole(trx, feed.id, actor.id))) {
      throw conflict('You are a member of this private group. Leave it if you no longer want to read it.')
    }
    const subscription = { memberId: actor.id, feedId: feed.id }
    await dropRequest(trx, subscription)
    await dropSubscription(site, trx, subscription)
  })
}
