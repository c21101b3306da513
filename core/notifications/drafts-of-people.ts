import { pairTable } from '../db/pair-table.ts'
import { inList, selectRows } from '../db/select.ts'
import type { Events } from '../plugin-contract/events.ts'
import { rolesWith } from '../roles/role.ts'
import type { Site } from '../site.ts'
import type { Subscription } from '../subscriptions/subscription.ts'
import type { Draft } from './notification.ts'

/** Who has a new follower. Private feeds are followed by those whom their owners let in, which is no news to them. */
export async function draftsOfSubscribers(site: Site, added: readonly Subscription[]): Promise<Draft[]> {
  if (added.length === 0) return []
  const { sql, bindings } = pairTable(site.db.dialect, asPairs(added))
  const rows = await selectRows<Subscription>(
    site.db,
    `select s.member_id as "memberId", s.feed_id as "feedId" from ${sql} p
     join subscriptions s on s.member_id = p.a and s.feed_id = p.b
     join feeds f on f.id = s.feed_id join members m on m.id = f.id where f.access = 'public'`,
    bindings,
  )
  return rows.map(({ memberId, feedId }) => ({ memberId: feedId, kind: 'subscriber', actorId: memberId, about: newFollower(memberId) }))
}

/** Who can answer new requests, and whose requests were accepted. */
export async function draftsOfRequests(
  site: Site,
  requested: readonly Subscription[],
  accepted: readonly Subscription[],
): Promise<Draft[]> {
  const drafts: Draft[] = accepted.map(({ memberId, feedId }) => ({
    memberId,
    kind: 'accepted',
    actorId: feedId,
    feedId,
    about: `accepted:${feedId}`,
  }))
  if (requested.length === 0) return drafts
  const { sql, bindings } = pairTable(site.db.dialect, asPairs(requested))
  const rows = await selectRows<Subscription & { answererId: string }>(
    site.db,
    `with asked as (select r.member_id, r.feed_id from ${sql} p
       join subscription_requests r on r.member_id = p.a and r.feed_id = p.b)
     select a.member_id as "memberId", a.feed_id as "feedId", m.id as "answererId" from asked a join members m on m.id = a.feed_id
     union all
     select a.member_id, a.feed_id, x.member_id from asked a join memberships x on x.group_id = a.feed_id and x.role = 'admin'`,
    bindings,
  )
  for (const { memberId, feedId, answererId } of rows) {
    drafts.push({ memberId: answererId, kind: 'request', actorId: memberId, feedId, about: requestName({ memberId, feedId }) })
  }
  return drafts
}

/** Who invited somebody that came, and which admins are to look at somebody who waits. */
export async function draftsOfNewcomers(
  site: Site,
  joined: readonly Events['member.joined'][],
  waiting: readonly Events['member.waiting'][],
): Promise<Draft[]> {
  return [...(await draftsOfInvitations(site, joined)), ...(await draftsOfWaiting(site, waiting))]
}

async function draftsOfInvitations(site: Site, joined: readonly Events['member.joined'][]): Promise<Draft[]> {
  const invited = joined.filter(event => event.invitationId)
  if (invited.length === 0) return []
  const { sql, bindings } = pairTable(
    site.db.dialect,
    invited.map(({ memberId, invitationId = '' }) => [memberId, invitationId]),
  )
  const rows = await selectRows<{ memberId: string; inviterId: string }>(
    site.db,
    `select p.a as "memberId", i.inviter_id as "inviterId" from ${sql} p
     join invitations i on i.id = p.b join members m on m.id = i.inviter_id join feeds f on f.id = p.a`,
    bindings,
  )
  // Newcomers follow who invited them from the first moment; that is one piece of news, not two.
  return rows.map(({ memberId, inviterId }) => ({
    memberId: inviterId,
    kind: 'invitation-used',
    actorId: memberId,
    about: newFollower(memberId),
  }))
}

async function draftsOfWaiting(site: Site, waiting: readonly Events['member.waiting'][]): Promise<Draft[]> {
  if (waiting.length === 0) return []
  const { sql, bindings } = inList(
    site.db.dialect,
    'w.id',
    waiting.map(event => event.memberId),
  )
  const staff = inList(site.db.dialect, 'a.role', rolesWith(site.roles, 'members'))
  const rows = await selectRows<{ memberId: string; adminId: string }>(
    site.db,
    `select w.id as "memberId", a.id as "adminId" from members w join members a on ${staff.sql}
     where w.waiting_since is not null and ${sql}`,
    [...staff.bindings, ...bindings],
  )
  return rows.map(({ memberId, adminId }) => ({ memberId: adminId, kind: 'waiting', actorId: memberId, about: waitingName(memberId) }))
}

/** Names of happenings: see `Notification.about`. */
export function requestName({ memberId, feedId }: Subscription): string {
  return `request:${feedId}:${memberId}`
}

export function waitingName(memberId: string): string {
  return `waiting:${memberId}`
}

function newFollower(memberId: string): string {
  return `follower:${memberId}`
}

function asPairs(subscriptions: readonly Subscription[]): [string, string][] {
  return subscriptions.map(({ memberId, feedId }) => [memberId, feedId])
}
