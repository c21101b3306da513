import type { Knex } from 'knex'
import type { FeedLinkRow } from '../feeds/feed-link.ts'

/** Groups a member is in, by name. */
export function listGroupsOf(db: Knex, memberId: string): Promise<FeedLinkRow[]> {
  return db('memberships as m')
    .join('feeds as f', 'f.id', 'm.groupId')
    .where('m.memberId', memberId)
    .whereNull('f.removedAt')
    .orderBy('f.name')
    .limit(100)
    .select('f.id', 'f.kind', 'f.handle', 'f.name', 'f.picture')
}
