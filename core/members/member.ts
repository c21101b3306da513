import type { Knex } from 'knex'
import { Model } from 'objection'
import { SiteModel } from '../db/site-model.ts'
import { notFound } from '../errors.ts'
import { Feed } from '../feeds/feed.ts'

/** A person with an account here. Name, handle and picture are the feed's, which has the same id. */
export class Member extends SiteModel {
  static override tableName = 'members'
  declare email: string | null
  declare passwordHash: string
  /** Name of one of the site's roles. */
  declare role: string
  declare locale: string | null
  /** JSON: kinds of notification that are not sent by mail. */
  declare mailOff: string
  declare invitedBy: string | null
  declare waitingSince: string | null
  /** JSON: what becomes of things with a label, where it is not to be warned of them. */
  declare labelChoices?: string
  declare closingAt: string | null
  declare seenAt: string
  declare timelineBuiltAt: string | null
  /** Where the timeline ends; null when it holds everything. */
  declare timelineFrom: string | null
  declare createdAt: string
  /** What entries have that say nothing else; null: all rights reserved. */
  declare licence: string | null
  /** False when a session knows that nobody is blocked, and that nothing is muted. */
  declare apart?: boolean
  declare muting?: boolean
  declare feed: Feed

  static override relationMappings = () => ({
    feed: { relation: Model.BelongsToOneRelation, modelClass: Feed, join: { from: 'members.id', to: 'feeds.id' } },
  })
}

/** The member with this handle, with `feed`. Throws notFound. */
export async function findMember(db: Knex, handle: string): Promise<Member> {
  const member = await Member.query(db).withGraphJoined('feed').findOne({ 'feed.handle': handle.toLowerCase() })
  if (!member) throw notFound('member')
  return member
}

/** The member with this id, with `feed`. Throws notFound. */
export async function findMemberById(db: Knex, id: string): Promise<Member> {
  const member = await Member.query(db).withGraphFetched('feed').findById(id)
  if (!member) throw notFound('member')
  return member
}
