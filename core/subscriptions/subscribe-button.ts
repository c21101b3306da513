import { type Actor, isMember } from '../actor.ts'
import { findFeed } from '../feeds/feed.ts'
import type { Site } from '../site.ts'
import { isSubscribed } from './subscription.ts'
import { hasRequested } from './subscription-request.ts'
import type { SubscribeButtonView } from './subscription-view.ts'

/** What the button beside a name shows to one viewer. */
export async function subscribeButton(site: Site, actor: Actor, handle: string): Promise<SubscribeButtonView> {
  const feed = await findFeed(site.db, handle)
  return { handle: feed.handle, name: feed.name, private: feed.access === 'private', relation: await relationTo(site, actor, feed.id) }
}

async function relationTo(site: Site, actor: Actor, feedId: string): Promise<SubscribeButtonView['relation']> {
  if (!isMember(actor)) return 'none'
  if (actor.id === feedId) return 'self'
  const subscription = { memberId: actor.id, feedId }
  if (await isSubscribed(site.db, subscription)) return 'subscribed'
  return (await hasRequested(site.db, subscription)) ? 'requested' : 'not-subscribed'
}
