import type { Knex } from 'knex'
import type { Static } from 'typebox'
import { type Actor, isMember } from '../actor.ts'
import { forbidden } from '../errors.ts'
import { type Feed, findFeed } from '../feeds/feed.ts'
import { type FeedLinkRow, feedLink } from '../feeds/feed-link.ts'
import { canReadFeed } from '../feeds/visibility.ts'
import { Type } from '../http/type.ts'
import type { Site } from '../site.ts'
import type { PeopleView, PersonView } from './subscription-view.ts'

export const peopleInput = Type.Object({
  handle: Type.String({ maxLength: 40 }),
  /** Id of the last one of the page before. */
  before: Type.Optional(Type.String({ maxLength: 36 })),
})
export type PeopleInput = Static<typeof peopleInput>

export interface PersonRow extends FeedLinkRow {
  access: Feed['access']
  subscribedAt: string | null
  requestedAt: string | null
}

const perPage = 50

/** Who follows a feed, those who came to the site last first. */
export async function listSubscribers(site: Site, actor: Actor, input: PeopleInput): Promise<PeopleView> {
  const feed = await findReadable(site, actor, input.handle)
  const rows = people(site.db, actor, input, 's.memberId').where('s.feedId', feed.id)
  return show(actor, feed, 'subscribers', await rows)
}

/** Whom a member follows. Groups follow nobody. */
export async function listSubscriptions(site: Site, actor: Actor, input: PeopleInput): Promise<PeopleView> {
  const feed = await findReadable(site, actor, input.handle)
  const rows = people(site.db, actor, input, 's.feedId').where('s.memberId', feed.id)
  return show(actor, feed, 'subscriptions', await rows)
}

/** Whoever may not read a feed is not told who does. */
async function findReadable(site: Site, actor: Actor, handle: string): Promise<Feed> {
  const feed = await findFeed(site.db, handle)
  if (!(await canReadFeed(site.db, actor, feed))) throw forbidden('This feed is private.')
  return feed
}

/**
 * One end of subscriptions, as far as the viewer may know of it: a private feed appears only to those who read it themselves
 * and to whoever stands at the other end. Brings one more than `limit`, so that one knows whether there are more.
 */
export function people(
  db: Knex,
  actor: Actor,
  { before, limit = perPage }: { before?: string; limit?: number },
  end: 's.memberId' | 's.feedId',
): Knex.QueryBuilder<object, PersonRow[]> {
  const viewer = actor.id ?? ''
  const other = end === 's.memberId' ? 's.feedId' : 's.memberId'
  const query = db('subscriptions as s')
    .join('feeds as f', 'f.id', end)
    .leftJoin('subscriptions as own', join => join.on('own.feedId', 'f.id').andOnVal('own.memberId', viewer))
    .leftJoin('subscriptionRequests as asked', join => join.on('asked.feedId', 'f.id').andOnVal('asked.memberId', viewer))
    .whereNull('f.removedAt')
    .where(known => known.where('f.access', 'public').orWhere('f.id', viewer).orWhere(other, viewer).orWhereNotNull('own.createdAt'))
    .orderBy('f.id', 'desc')
    .limit(limit + 1)
    .select('f.id', 'f.kind', 'f.handle', 'f.name', 'f.picture', 'f.access')
    .select('own.createdAt as subscribedAt', 'asked.createdAt as requestedAt')
  return (before ? query.where('f.id', '<', before) : query) as never
}

function show(actor: Actor, feed: Feed, tab: PeopleView['tab'], rows: PersonRow[]): PeopleView {
  const shown = rows.slice(0, perPage)
  const keeps = feed.kind === 'member' && feed.access === 'private' && actor.id === feed.id && tab === 'subscribers'
  return {
    feed: feedLink(feed),
    tab,
    people: shown.map(row => ({
      ...feedLink(row),
      private: row.access === 'private',
      relation: relationOf(actor, row),
      ...(keeps && { removeUrl: `/feeds/${feed.handle}/subscribers/${row.handle}` }),
    })),
    ...(rows.length > perPage && { nextUrl: `/${feed.handle}/${tab}?before=${shown.at(-1)!.id}` }),
  }
}

function relationOf(actor: Actor, row: PersonRow): PersonView['relation'] {
  if (!isMember(actor)) return 'none'
  if (row.id === actor.id) return 'self'
  if (row.subscribedAt) return 'subscribed'
  return row.requestedAt ? 'requested' : 'not-subscribed'
}
