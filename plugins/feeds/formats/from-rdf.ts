import type { FetchedEntry, FetchedFeed } from 'core/api'
import type { RdfFeed } from 'feedsmith'
import { absoluteHtml } from '../text/absolute-html.ts'
import { absoluteUrl, innerBase } from '../text/absolute-url.ts'
import { readDate } from '../text/dates.ts'
import { plainText } from '../text/plain-text.ts'
import { hubLinks } from './atom-links.ts'
import { feedFreshness } from './freshness.ts'
import { makeGuid } from './make-guid.ts'
import { joinMedia, mediaRss } from './media.ts'

/** Maps RSS 0.90 and 1.0. */
export function fromRdf(feed: RdfFeed.Feed<string>, base: string, now: Date): FetchedFeed {
  const outer = innerBase(base, feed.xml)
  const siteUrl = absoluteUrl(feed.link, outer)
  const inner = outer || siteUrl
  return {
    format: 'rdf',
    title: plainText(feed.title ?? feed.dc?.titles?.[0]),
    description: plainText(feed.description ?? feed.dc?.descriptions?.[0]),
    siteUrl,
    picture: absoluteUrl(feed.image?.url, inner),
    author: plainText(feed.dc?.creators?.[0] ?? feed.dc?.publishers?.[0]),
    language: feed.dc?.languages?.[0] ?? feed.xml?.lang,
    hubs: hubLinks(feed.atom?.links, inner),
    freshFor: feedFreshness(feed, now),
    entries: (feed.items ?? []).map(item => entryOf(item, inner)),
  }
}

function entryOf(item: RdfFeed.Item<string>, feedBase: string | undefined): FetchedEntry {
  const base = innerBase(feedBase, item.xml)
  const url = absoluteUrl(item.link ?? item.rdf?.about, base)
  const title = plainText(item.title ?? item.dc?.titles?.[0])
  const short = item.description ?? item.dc?.descriptions?.[0]
  const html = item.content?.encoded ?? short
  const tags = item.dc?.subjects?.map(subject => plainText(subject)).filter(tag => tag !== undefined)
  return {
    guid: makeGuid(item.rdf?.about ?? item.dc?.identifiers?.[0], url, title, html),
    url,
    title,
    html: html && absoluteHtml(html, url ?? base),
    summary: short && short !== html ? absoluteHtml(short, url ?? base) : undefined,
    author: plainText(item.dc?.creators?.join(', ')),
    publishedAt: readDate(item.dc?.dates?.[0] ?? item.dcterms?.issued?.[0] ?? item.dcterms?.created?.[0]),
    updatedAt: readDate(item.dcterms?.modified?.[0]),
    tags: tags ?? [],
    media: joinMedia(base, mediaRss(item.media)),
  }
}
