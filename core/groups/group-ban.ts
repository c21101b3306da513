import type { Knex } from 'knex'
import type { Actor } from '../actor.ts'
import { SiteError } from '../errors.ts'
import type { Site } from '../site.ts'

/** Somebody is shut out of a group. */
export interface GroupBan {
  id: string
  groupId: string
  memberId: string
  reason: string
  byId: string | null
  /** Null: until it is lifted. */
  until: string | null
  /** Since when they were in the group; null when they were not. */
  memberSince: string | null
  createdAt: string
  endedAt: string | null
}

/** Bans that hold now. */
export function groupBansInForce(db: Knex, now: Date): Knex.QueryBuilder {
  return db('group_bans as b')
    .whereNull('b.endedAt')
    .where(open => open.whereNull('b.until').orWhere('b.until', '>', now.toISOString()))
}

/** Throws for a member who is shut out of a group, with why. */
export async function checkNotBanned(site: Site, db: Knex, groupId: string, memberId: string): Promise<void> {
  const ban: GroupBan | undefined = await groupBansInForce(db, site.now()).where({ groupId, memberId }).first('b.*')
  if (ban) throw bannedFrom(ban)
}

/** Throws for a member who is shut out of one of the groups in which an entry stands. */
export async function checkMayTalk(site: Site, actor: Actor, entryId: string): Promise<void> {
  const ban: GroupBan | undefined = await groupBansInForce(site.db, site.now())
    .join('entry_feeds as d', 'd.feedId', 'b.groupId')
    .where({ 'b.memberId': actor.id ?? '', 'd.entryId': entryId })
    .first('b.*')
  if (ban) throw bannedFrom(ban)
}

function bannedFrom({ reason, until }: GroupBan): SiteError {
  const when = until ? ` until ${until.slice(0, 10)}` : ''
  return new SiteError(403, 'banned', `The admins of this group have shut you out of it${when}. Why: ${reason}`)
}
