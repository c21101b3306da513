import type { Actor } from '../actor.ts'
import { forbidden } from '../errors.ts'
import { readCursor } from '../feeds/cursor.ts'
import { canManageMembers } from '../members/member-access.ts'
import { describeAgent } from '../sessions/describe-agent.ts'
import type { Site } from '../site.ts'

export interface SiteSession {
  memberId: string
  id: string
  handle: string
  name: string
  role: string
  /** "Firefox, Linux". */
  device: string
  address: string
  createdAt: string
  usedAt: string
}

export interface SessionFilter {
  /** The whole handle. */
  handle?: string
  /** Only those of members with a role other than everybody's. */
  staff?: boolean
  /** Where the page before ended: time of the last use, an underscore, and an id as long as one of ours. */
  after?: string
  limit: number
}

/** Browsers that are signed in, the one used last first. */
export async function listSiteSessions(site: Site, actor: Actor, { handle, staff, after, limit }: SessionFilter): Promise<SiteSession[]> {
  if (!canManageMembers(actor)) throw forbidden('Only those who look after members see sessions.')
  const sessions = site
    .db('sessions as s')
    .join('members as m', 'm.id', 's.memberId')
    .join('feeds as f', 'f.id', 's.memberId')
    .where('s.expiresAt', '>', site.now().toISOString())
    .orderBy([
      { column: 's.usedAt', order: 'desc' },
      { column: 's.memberId', order: 'desc' },
    ])
    .limit(limit)
  if (handle) sessions.where('f.handle', handle.toLowerCase())
  if (staff) {
    // Found from the few members, not by looking at every session.
    const ids: string[] = await site.db('members').whereIn('role', rolesAbove(site)).limit(500).pluck('id')
    sessions.whereIn('s.memberId', ids)
  }
  if (after) {
    const { at, id } = readCursor(after)
    sessions.whereRaw('(s.used_at, s.member_id) < (?, ?)', [at, id])
  }
  const rows: (Omit<SiteSession, 'device'> & { agent: string })[] = await sessions.select(
    's.id',
    's.memberId',
    'f.handle',
    'f.name',
    'm.role',
    's.agent',
    's.address',
    's.createdAt',
    's.usedAt',
  )
  return rows.map(({ agent, ...row }) => ({ ...row, device: describeAgent(agent) }))
}

function rolesAbove({ roles }: Site): string[] {
  return [...roles.values()].filter(role => role.permissions.length > 0).map(role => role.name)
}
