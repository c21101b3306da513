import type { Knex } from 'knex'
import type { MemberActor } from '../actor.ts'
import { forbidden, invalid } from '../errors.ts'
import { Feed } from '../feeds/feed.ts'

/** Comes with a form in which places can be ticked: to tell one where none is ticked from one that does not ask. */
const noPlace = '-'

/** Feeds an entry goes to: the author's own, and groups the author is a member of. Throws when one is not open to the author. */
export async function findDestinations(db: Knex, actor: MemberActor, wanted: readonly string[]): Promise<Feed[]> {
  const names = wanted.filter(name => name !== noPlace).map(name => (name === 'me' ? actor.id : name.toLowerCase()))
  if (wanted.length === 0) names.push(actor.id)
  if (names.length === 0) throw invalid({ to: 'Please choose where it goes.' })
  // A handle has 25 characters at most, so that none is the id of another feed.
  const feeds = await Feed.query(db)
    .where(inner => inner.whereIn('id', names).orWhereIn('handle', names))
    .whereNull('removedAt')
  const found = new Set(feeds.flatMap(({ id, handle }) => [id, handle]))
  if (!names.every(name => found.has(name))) throw invalid({ to: 'One of the places to post to does not exist any more.' })

  const others = feeds.filter(feed => feed.id !== actor.id)
  const open = await groupsOf(db, actor.id, others)
  const closed = others.find(feed => !open.has(feed.id))
  if (!closed) return feeds
  throw forbidden(closed.kind === 'group' ? `Join ${closed.name} to post there.` : 'You can post to your own feed and to your groups.')
}

async function groupsOf(db: Knex, memberId: string, feeds: readonly Feed[]): Promise<Set<string>> {
  if (feeds.length === 0) return new Set()
  const ids = feeds.map(feed => feed.id)
  const rows: { groupId: string }[] = await db('memberships').whereIn('groupId', ids).where({ memberId }).select('groupId')
  return new Set(rows.map(row => row.groupId))
}
