import { isStaff, may } from '../actions/permissions.ts'
import { type Actor, isMember } from '../actor.ts'
import { type FeedLinkRow, feedLink } from '../feeds/feed-link.ts'
import type { PageView } from '../themes/page-view.ts'
import { longDate } from './long-date.ts'

/** The part of every page that is about who reads it. */
export function showReader(
  actor: Actor,
  { unread, requests }: { unread: number; requests: number },
  groups: readonly FeedLinkRow[],
  locale: string,
): Pick<PageView, 'me' | 'groups'> {
  if (!isMember(actor)) return { groups: [] }
  const { feed, closingAt } = actor.member
  const closing = closingAt ? { closingOn: longDate(closingAt, locale) } : {}
  const me = { ...feedLink(feed), unread, requests, isAdmin: may(actor, 'members'), isStaff: isStaff(actor), ...closing }
  return { me, groups: groups.map(feedLink) }
}
