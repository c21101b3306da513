import { type Actor, isMember } from '../actor.ts'
import { unauthorized } from '../errors.ts'
import { Feed } from '../feeds/feed.ts'
import { feedLink } from '../feeds/feed-link.ts'
import type { FeedLink } from '../feeds/feed-view.ts'
import type { Site } from '../site.ts'
import { type Invitation, listInvitations, maybeInvitation, pickedFeedIds } from './invitation.ts'

/** What somebody who was invited sees. */
export interface InvitationView {
  code: string
  inviter: FeedLink
  note: string
  /** Whom the newcomer will follow; the inviter first. */
  follows: FeedLink[]
}

/** What the inviter sees of an invitation. */
export interface OwnInvitationView {
  id: string
  /** Absolute: made to be sent. */
  url: string
  note: string
  picked: FeedLink[]
  usesLeft: number
  expiresAt: string
  /** Whether somebody can still join with it. */
  open: boolean
}

/** The invitation with this code, and who made it; undefined when it cannot be used (any more). */
export async function showInvitation(site: Site, code: string): Promise<(InvitationView & { inviterId: string }) | undefined> {
  const invitation = await maybeInvitation(site.db, code, site.now())
  if (!invitation) return undefined
  const feeds = await linksOf(site, [invitation])
  const inviter = feeds.get(invitation.inviterId)
  if (!inviter) return undefined
  return { code, inviterId: invitation.inviterId, inviter, note: invitation.note, follows: [inviter, ...pickedOf(invitation, feeds)] }
}

/** One's own invitations, the newest first. */
export async function showOwnInvitations(site: Site, actor: Actor): Promise<OwnInvitationView[]> {
  if (!isMember(actor)) throw unauthorized()
  const invitations = await listInvitations(site.db, actor.id)
  const feeds = await linksOf(site, invitations)
  const now = site.now().toISOString()
  return invitations.map(invitation => ({
    id: invitation.id,
    url: `${site.url}/invitations/${invitation.code}`,
    note: invitation.note,
    picked: pickedOf(invitation, feeds),
    usesLeft: invitation.usesLeft,
    expiresAt: invitation.expiresAt,
    open: invitation.usesLeft > 0 && invitation.expiresAt > now,
  }))
}

/** People and groups that a member follows, to pick from. */
export async function listPickable(site: Site, actor: Actor): Promise<FeedLink[]> {
  if (!isMember(actor)) throw unauthorized()
  const feeds = await Feed.query(site.db)
    .whereIn('id', site.db('subscriptions').where({ memberId: actor.id }).select('feedId'))
    .whereNull('removedAt')
    .orderBy('name')
    .limit(200)
  return feeds.map(feedLink)
}

async function linksOf(site: Site, invitations: Invitation[]): Promise<Map<string, FeedLink>> {
  const ids = invitations.flatMap(invitation => [invitation.inviterId, ...pickedFeedIds(invitation)])
  const feeds = await Feed.query(site.db)
    .whereIn('id', [...new Set(ids)])
    .whereNull('removedAt')
  return new Map(feeds.map(feed => [feed.id, feedLink(feed)]))
}

function pickedOf(invitation: Invitation, feeds: Map<string, FeedLink>): FeedLink[] {
  return pickedFeedIds(invitation).flatMap(id => feeds.get(id) ?? [])
}
