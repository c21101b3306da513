import type { Actor } from '../actor.ts'
import type { EntryView } from '../entries/entry-view.ts'
import type { Context } from '../http/context.ts'
import type { Site } from '../site.ts'
import { pageInput } from './cursor.ts'
import type { FeedFormat, FeedPage } from './feed-view.ts'
import { leaveOutOfEngines } from './leave-out-of-engines.ts'
import { type FeedQuery, type FeedSlice, type PageOptions, readSlice, showSlice } from './read-feed.ts'

type ReadSlice = (site: Site, actor: Actor, options: PageOptions) => Promise<FeedSlice>

interface PageExtras {
  /** Server-sent events that say when something new is on top. */
  liveUrl?: string
  read?: ReadSlice
  /** The first page of the site: search engines may know that it is there, and quote nothing of it. */
  front?: true
}

/** One page of a feed with the addresses around it. A first page follows news; an older one does not. */
export async function feedPage(ctx: Context, feed: FeedQuery, { liveUrl, read, front }: PageExtras = {}): Promise<FeedPage<EntryView>> {
  const options = ctx.read(pageInput)
  const slice = read ? await read(ctx.site, ctx.actor, options) : await readSlice(ctx.site, ctx.actor, feed, options)
  if (front) ctx.set('X-Robots-Tag', 'nosnippet, noarchive')
  else leaveOutOfEngines(ctx, slice.rows)
  const entries = await showSlice(ctx.site, ctx.actor, slice)
  const page: FeedPage<EntryView> = { entries }
  if (slice.next && !options.after) page.nextUrl = `${ctx.path}?before=${slice.next}`
  if (slice.next && options.after) page.more = true
  if (!options.before && liveUrl) {
    page.liveUrl = liveUrl
    page.newerUrl = `${ctx.path}?after=${slice.newest ?? options.after ?? beginning}`
  }
  return page
}

/** A cursor before every entry: for a page that had none. */
const beginning = '0000-01-01T00:00:00.000Z_00000000-0000-0000-0000-000000000000'

/** Answers the entries alone when a script asks for what is new. */
export async function answerNewer(ctx: Context, page: FeedPage<EntryView>): Promise<boolean> {
  if (!ctx.query.after) return false
  await ctx.fragment('entries-fragment', page)
  return true
}

/** The same feed for readers elsewhere. `id` is the feed's name in the API. */
export function feedFormats(id: string): FeedFormat[] {
  return [
    { type: 'application/atom+xml', title: 'Atom', url: `/feeds/${id}.atom` },
    { type: 'application/rss+xml', title: 'RSS', url: `/feeds/${id}.rss` },
    { type: 'application/feed+json', title: 'JSON Feed', url: `/feeds/${id}.json` },
  ]
}
