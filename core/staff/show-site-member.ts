import { type AuditEntry, listAudit } from '../actions/audit-log.ts'
import { may } from '../actions/permissions.ts'
import type { Actor } from '../actor.ts'
import { forbidden } from '../errors.ts'
import { type FeedLinkRow, feedLink } from '../feeds/feed-link.ts'
import type { FeedLink } from '../feeds/feed-view.ts'
import { findMember, type Member } from '../members/member.ts'
import { canManageMembers } from '../members/member-access.ts'
import { canStandFor } from '../roles/role-access.ts'
import { describeAgent } from '../sessions/describe-agent.ts'
import { listSessions } from '../sessions/session.ts'
import type { Site } from '../site.ts'
import { countSome } from './count-some.ts'

export interface SiteMemberView {
  member: Pick<Member, 'id' | 'email' | 'role' | 'locale' | 'createdAt' | 'seenAt' | 'waitingSince' | 'closingAt'>
  person: FeedLink
  isPrivate: boolean
  /** Whether the actor may end sessions, make links and change the role. */
  canTouch: boolean
  invitedBy?: FeedLink
  invited: FeedLink[]
  /** Each stops at `countedTo`. */
  counts: Record<keyof typeof counted, number>
  uploadedBytes: number
  /** Left out for private feeds: where a member writes says what about. */
  sources: {
    id: string
    title: string
    outcome: string | null
    problem: string | null
    fetchedAt: string | null
    pausedAt: string | null
  }[]
  sessions: { id: string; device: string; address: string; createdAt: string; usedAt: string }[]
  /** For who reads the audit log. */
  history: AuditEntry[]
}

const counted = {
  entries: 'entries where author_id = ?',
  comments: 'comments where author_id = ?',
  likes: "activities where member_id = ? and kind = 'like'",
  follows: 'subscriptions where member_id = ?',
  followers: 'subscriptions where feed_id = ?',
  groups: 'memberships where member_id = ?',
  sources: 'sources where member_id = ?',
  uploads: 'uploads where member_id = ?',
}

/** One account with its history, for who looks after members. Nothing of what the member wrote. Throws notFound. */
export async function showSiteMember(site: Site, actor: Actor, handle: string): Promise<SiteMemberView> {
  if (!canManageMembers(actor)) throw forbidden('Only those who look after members see accounts.')
  const { db } = site
  const member = await findMember(db, handle)
  const { id, feed } = member
  const role = site.roles.get(member.role)
  const isPrivate = feed.access === 'private'
  const [counts, bytes, people, sources, sessions, history] = await Promise.all([
    countSome(db, counted, id),
    db('uploads').where({ memberId: id }).sum({ n: 'bytes' }).first(),
    listInvited(site, member),
    isPrivate ? [] : listSources(site, id),
    listSessions(db, id, site.now()),
    may(actor, 'audit log') ? listAudit(site, actor, { subject: `members.${feed.handle}`, limit: 30 }) : [],
  ])
  return {
    member,
    person: feedLink(feed),
    isPrivate,
    canTouch: role !== undefined && canStandFor(actor, role),
    ...people,
    counts,
    uploadedBytes: Number(bytes?.n ?? 0),
    sources,
    sessions: sessions.slice(0, 50).map(({ agent, ...session }) => ({ ...session, device: describeAgent(agent) })),
    history,
  }
}

/** Who invited the member, and whom the member invited: the newest. */
async function listInvited({ db }: Site, { id, invitedBy }: Member): Promise<Pick<SiteMemberView, 'invitedBy' | 'invited'>> {
  const rows: FeedLinkRow[] = await db('members as m')
    .join('feeds as f', 'f.id', 'm.id')
    .where('m.invitedBy', id)
    .orderBy('m.id', 'desc')
    .limit(50)
    .select('f.id', 'f.kind', 'f.handle', 'f.name', 'f.picture')
  const inviter: FeedLinkRow | undefined = invitedBy ? await db('feeds').where({ id: invitedBy }).first() : undefined
  return { invited: rows.map(feedLink), ...(inviter && { invitedBy: feedLink(inviter) }) }
}

function listSources({ db }: Site, memberId: string): Promise<SiteMemberView['sources']> {
  return db('sources').where({ memberId }).orderBy('id').limit(50).select('id', 'title', 'outcome', 'problem', 'fetchedAt', 'pausedAt')
}
