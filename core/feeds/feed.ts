import type { Knex } from 'knex'
import { SiteModel } from '../db/site-model.ts'
import { notFound } from '../errors.ts'

/** What can be subscribed to and posted to: a member's own feed or a group. Member and group share the feed's id. */
export class Feed extends SiteModel {
  static override tableName = 'feeds'
  declare kind: 'member' | 'group' | 'former'
  declare handle: string
  declare skeleton: string
  declare name: string
  declare description: string
  /** JSON: `[{ "title": …, "url": … }]`. */
  declare links: string
  /** File name of the picture in the media store. */
  declare picture: string | null
  declare access: 'public' | 'private'
  /** Since when search engines may show what this member publishes; null when they may not. */
  declare findableAt: string | null
  declare createdAt: string
  declare removedAt: string | null
}

/** The feed with this handle, in any spelling of capitals. Throws notFound. */
export async function findFeed(db: Knex, handle: string): Promise<Feed> {
  const feed = await Feed.query(db).findOne({ handle: handle.toLowerCase() }).whereNull('removedAt')
  if (!feed) throw notFound('feed')
  return feed
}
