import { type Actor, isMember } from '../actor.ts'
import { type FeedLinkRow, feedLink } from '../feeds/feed-link.ts'
import type { PageView } from '../themes/page-view.ts'

/** The part of every page that is about who reads it. */
export function showReader(
  actor: Actor,
  { unread, requests }: { unread: number; requests: number },
  groups: readonly FeedLinkRow[],
): Pick<PageView, 'me' | 'groups'> {
  if (!isMember(actor)) return { groups: [] }
  const me = { ...feedLink(actor.member.feed), unread, requests, isAdmin: actor.member.role === 'admin' }
  return { me, groups: groups.map(feedLink) }
}
