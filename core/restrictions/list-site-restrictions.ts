import { may } from '../actions/permissions.ts'
import type { Actor } from '../actor.ts'
import { forbidden } from '../errors.ts'
import type { Site } from '../site.ts'
import { type Restriction, type RestrictionKind, restrictionKinds } from './restriction.ts'

/** A decision about a member, as whoever moderates reads it. */
export interface SiteRestriction extends Restriction {
  handle: string
  name: string
  byName: string | null
  holds: boolean
}

export interface RestrictionFilter {
  /** A kind of what is in force, `over`, or nothing for all in force. */
  show?: string
  /** Id of the last row of the page before. */
  after?: string
  limit: number
}

/** What was decided about members, the latest first. For moderators. */
export async function listSiteRestrictions(
  site: Site,
  actor: Actor,
  { show = '', after, limit }: RestrictionFilter,
): Promise<SiteRestriction[]> {
  if (!may(actor, 'moderation')) throw forbidden('Only moderators see what was decided about members.')
  const now = site.now().toISOString()
  const rows = site
    .db('restrictions as r')
    .join('feeds as f', 'f.id', 'r.memberId')
    .leftJoin('feeds as b', 'b.id', 'r.byId')
    .orderBy('r.id', 'desc')
    .limit(limit)
    .select('r.*', 'f.handle', 'f.name', 'b.name as byName')
  if (show === 'over') rows.where(over => over.whereNotNull('r.endedAt').orWhere('r.until', '<=', now))
  else rows.whereNull('r.endedAt').where(open => open.whereNull('r.until').orWhere('r.until', '>', now))
  if (restrictionKinds.includes(show as RestrictionKind)) rows.where('r.kind', show)
  if (after) rows.where('r.id', '<', after)
  const found: Omit<SiteRestriction, 'holds'>[] = await rows
  return found.map(row => ({ ...row, holds: row.endedAt === null && (row.until === null || row.until > now) }))
}
