import { type Actor, isMember } from '../actor.ts'
import { forbidden, SiteError } from '../errors.ts'
import { homeOf } from '../feeds/feed-queries.ts'
import type { NamedFeed } from '../feeds/named-feed.ts'
import { type FeedSlice, type PageOptions, readSlice } from '../feeds/read-feed.ts'
import { findPlace } from '../feeds/read-places.ts'
import { canReadFeed } from '../feeds/visibility.ts'
import type { Site } from '../site.ts'
import { readHome } from '../timelines/read-home.ts'
import { findV2Feed } from './find-v2-feed.ts'
import { v2Entries } from './v2-entries.ts'
import { feedHead } from './v2-feed-head.ts'
import { isOn, type V2Input } from './v2-input.ts'
import type { FeedJson } from './v2-json.ts'
import { amountOf } from './v2-said.ts'

/** Most entries in one answer: FriendFeed's limit. */
const mostEntries = 100
/** Counting off the first entries costs more the more they are; who reads further follows `next`. */
const mostSkipped = 10_000
/** Comments and likes of one entry in a feed; the entry itself has more. */
const mostSaid = 100

/** One page of a feed, in FriendFeed's shape. */
export async function readV2Feed(site: Site, actor: Actor, id: string, input: V2Input): Promise<FeedJson> {
  const feed = await findV2Feed(site, actor, id)
  if (feed.owner && !(await canReadFeed(site.db, actor, feed.owner))) throw forbidden('This feed is private.')
  const slice = await readPage(site, actor, feed, input)
  const amount = amountOf(input.maxcomments, input.maxlikes, mostSaid)
  const [head, entries] = await Promise.all([
    feedHead(site, actor, feed),
    v2Entries(site, actor, slice.rows, { amount, raw: isOn(input.raw) }),
  ])
  return { ...head, entries, ...(slice.next && { next: slice.next }) }
}

async function readPage(site: Site, actor: Actor, feed: NamedFeed, input: V2Input): Promise<FeedSlice> {
  const hidden = isOn(input.hidden)
  if (feed.id !== 'home' || !isMember(actor)) return readSlice(site, actor, feed.query, await pageOf(site, actor, feed.query, input))
  const page = await pageOf(site, actor, homeOf(actor, { hidden }), input)
  return readHome(site, actor, { ...page, hidden })
}

async function pageOf(site: Site, actor: Actor, query: NamedFeed['query'], { num, start, before }: V2Input): Promise<PageOptions> {
  const limit = Math.min(num, mostEntries)
  if (before || start === 0) return { limit, ...(before && { before }) }
  if (start > mostSkipped) throw new SiteError(400, 'limit-exceeded', `start goes up to ${mostSkipped}; read on with before.`)
  return { limit, before: (await findPlace(site, actor, query, start)) ?? end }
}

/** A cursor after every entry. */
const end = '0000-01-01T00:00:00.000Z_00000000-0000-0000-0000-000000000000'
