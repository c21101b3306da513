import { type Actor, isMember, type MemberActor } from '../actor.ts'
import { forbidden, notFound, SiteError, unauthorized } from '../errors.ts'
import { discussionOf, homeOf } from '../feeds/feed-queries.ts'
import { findNamedFeed, type NamedFeed } from '../feeds/named-feed.ts'
import type { Site } from '../site.ts'

/** The feed with this id, those that only the actor has included. Says nothing of who may read it. */
export async function findV2Feed(site: Site, actor: Actor, id: string): Promise<NamedFeed> {
  if (id === 'home') return { id, name: 'Home', path: '/', query: homeOf(memberOf(actor)) }
  if (id === 'filter/discussions') {
    const { id: memberId, member } = memberOf(actor)
    return { id, name: 'My discussions', path: `/${member.feed.handle}/discussion`, query: discussionOf(memberId) }
  }
  if (isMember(actor) && id === `${actor.member.feed.handle}/friends`) return findV2Feed(site, actor, 'home')
  // What somebody else's home looks like would tell whom they follow in private.
  if (id.endsWith('/friends')) throw forbidden('What a member follows is only shown to that member.')
  return findShared(site, id)
}

function memberOf(actor: Actor): MemberActor {
  if (!isMember(actor)) throw unauthorized()
  return actor
}

async function findShared(site: Site, id: string): Promise<NamedFeed> {
  try {
    return await findNamedFeed(site.db, id)
  } catch (error) {
    // The code that FriendFeed's clients know.
    if (error instanceof SiteError && error.code === 'feed-not-found') throw notFound('user')
    throw error
  }
}
