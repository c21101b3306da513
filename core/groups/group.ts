import type { Knex } from 'knex'
import { Model } from 'objection'
import { SiteModel } from '../db/site-model.ts'
import { notFound } from '../errors.ts'
import { Feed } from '../feeds/feed.ts'
import type { FeedLinkRow } from '../feeds/feed-link.ts'

/** A shared feed with members and admins. Name, handle and access are the feed's, which has the same id. */
export class Group extends SiteModel {
  static override tableName = 'groups'
  declare createdBy: string | null
  declare createdAt: string
  declare feed: Feed

  static override relationMappings = () => ({
    feed: { relation: Model.BelongsToOneRelation, modelClass: Feed, join: { from: 'groups.id', to: 'feeds.id' } },
  })
}

/** The group with this handle, with `feed`. Throws notFound. */
export async function findGroup(db: Knex, handle: string): Promise<Group> {
  const group = await Group.query(db).withGraphJoined('feed').findOne({ 'feed.handle': handle.toLowerCase() }).whereNull('feed.removedAt')
  if (!group) throw notFound('group')
  return group
}

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
