import type { Knex } from 'knex'
import type { MemberActor } from '../actor.ts'
import { forbidden, invalid } from '../errors.ts'
import { Feed } from '../feeds/feed.ts'

/** Feeds an entry goes to: the author's own, and groups the author is a member of. Throws when one is not open to the author. */
export async function findDestinations(db: Knex, actor: MemberActor, wanted: readonly string[]): Promise<Feed[]> {
  const names = wanted.length === 0 ? [actor.id] : [...new Set(wanted.map(name => (name === 'me' ? actor.id : name.toLowerCase())))]
  const feeds = await Feed.query(db)
    .where(inner => inner.whereIn('id', names).orWhereIn('handle', names))
    .whereNull('removedAt')
  if (feeds.length < names.length) throw invalid({ to: 'One of the places to post to does not exist any more.' })

  const groupIds = feeds.filter(feed => feed.id !== actor.id).map(feed => feed.id)
  if (groupIds.length > 0) {
    const rows: { groupId: string }[] = await db('memberships').whereIn('groupId', groupIds).where({ memberId: actor.id }).select('groupId')
    const open = new Set(rows.map(row => row.groupId))
    const closed = feeds.find(feed => feed.id !== actor.id && !open.has(feed.id))
    if (closed)
      throw forbidden(closed.kind === 'group' ? `Join ${closed.name} to post there.` : 'You can post to your own feed and to your groups.')
  }
  return feeds
}
