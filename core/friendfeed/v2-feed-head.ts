import { type Actor, isMember } from '../actor.ts'
import { absoluteHtml } from '../entries/absolute-html.ts'
import { writeText } from '../entries/write-text.ts'
import type { Feed } from '../feeds/feed.ts'
import type { NamedFeed } from '../feeds/named-feed.ts'
import { maybeRole } from '../groups/membership.ts'
import type { Site } from '../site.ts'
import { isSubscribed } from '../subscriptions/subscription.ts'
import { personJson } from './v2-format.ts'
import type { FeedJson } from './v2-json.ts'

/** A feed without its entries. */
export async function feedHead(site: Site, actor: Actor, { id, name, owner }: NamedFeed): Promise<FeedJson> {
  if (!owner) return { id, name, type: 'special', ...(isMember(actor) && id === 'home' && { commands: ['post'] }) }
  const [commands, description] = await Promise.all([
    commandsOn(site, actor, owner),
    owner.description ? writeText(site, owner.description) : undefined,
  ])
  return {
    ...personJson(owner),
    id,
    name,
    ...(description && { description: absoluteHtml(description.bodyHtml, site.url) }),
    ...(owner.picture && { picture: `${site.url}/media/${owner.picture}` }),
    ...(commands.length > 0 && { commands }),
  }
}

async function commandsOn({ db }: Site, actor: Actor, feed: Feed): Promise<string[]> {
  if (!isMember(actor)) return []
  if (actor.id === feed.id) return ['post']
  const [subscribed, role] = await Promise.all([
    isSubscribed(db, { memberId: actor.id, feedId: feed.id }),
    feed.kind === 'group' ? maybeRole(db, feed.id, actor.id) : undefined,
  ])
  return [subscribed ? 'unsubscribe' : 'subscribe', ...(role ? ['post'] : []), ...(role === 'admin' ? ['admin'] : [])]
}
