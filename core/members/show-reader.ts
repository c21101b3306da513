import { type Actor, isMember } from '../actor.ts'
import { feedLink } from '../feeds/feed-link.ts'
import { listGroupsOf } from '../groups/group.ts'
import type { Site } from '../site.ts'
import type { PageView } from '../themes/page-view.ts'

/** The part of every page that is about who reads it. */
export async function showReader(
  site: Site,
  actor: Actor,
  { unread, requests }: { unread: number; requests: number },
): Promise<Pick<PageView, 'me' | 'groups'>> {
  if (!isMember(actor)) return { groups: [] }
  const groups = (await listGroupsOf(site.db, actor.id)).map(feedLink)
  return { me: { ...feedLink(actor.member.feed), unread, requests, isAdmin: actor.member.role === 'admin' }, groups }
}
