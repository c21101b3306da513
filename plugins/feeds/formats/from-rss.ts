import type { FetchedEntry, FetchedFeed } from 'core/api'
import type { RssFeed } from 'feedsmith'
import { absoluteHtml } from '../text/absolute-html.ts'
import { absoluteUrl, innerBase } from '../text/absolute-url.ts'
import { readDate } from '../text/dates.ts'
import { plainText } from '../text/plain-text.ts'
import { atomLink, hubLinks } from './atom-links.ts'
import { feedFreshness } from './freshness.ts'
import { makeGuid } from './make-guid.ts'
import { atomEnclosures, enclosureMedia, itunesMedia, joinMedia, mediaRss, mediaText } from './media.ts'
import { personNames } from './person-names.ts'

type Feed = RssFeed.Feed<string>
type Item = RssFeed.Item<string>

/** Maps RSS 0.9x and 2.0, with the namespaces that feeds use beside it. */
export function fromRss(feed: Feed, base: string, now: Date): FetchedFeed {
  const outer = innerBase(base, feed.xml)
  const siteUrl = absoluteUrl(feed.link ?? atomLink(feed.atom?.links), outer)
  // Feeds without an address of their own still have relative links: then those of the site count.
  const inner = outer || siteUrl
  return {
    format: 'rss',
    title: plainText(feed.title ?? feed.dc?.titles?.[0] ?? feed.atom?.title?.value ?? feed.itunes?.title),
    description: plainText(feed.description ?? feed.itunes?.summary ?? feed.dc?.descriptions?.[0]),
    siteUrl,
    picture: absoluteUrl(feed.itunes?.image ?? feed.image?.url ?? feed.atom?.logo ?? feed.atom?.icon, inner),
    author: feed.itunes?.author ?? personNames([feed.managingEditor]) ?? feed.dc?.creators?.[0],
    language: feed.language ?? feed.dc?.languages?.[0] ?? feed.xml?.lang,
    hubs: hubLinks(feed.atom?.links, inner),
    freshFor: feedFreshness(feed, now),
    entries: (feed.items ?? []).map(item => entryOf(item, inner)),
  }
}

function entryOf(item: Item, feedBase: string | undefined): FetchedEntry {
  const base = innerBase(feedBase, item.xml)
  const url = linkOf(item, base)
  const title = plainText(item.title ?? item.dc?.titles?.[0] ?? item.atom?.title?.value ?? item.itunes?.title ?? item.media?.title?.value)
  const { html, summary } = textsOf(item)
  return {
    guid: makeGuid(item.guid?.value ?? item.atom?.id ?? item.dc?.identifiers?.[0], url, title, html),
    url,
    title,
    html: html && absoluteHtml(html, url ?? base),
    summary: summary && absoluteHtml(summary, url ?? base),
    author: personNames(item.authors) ?? plainText(item.dc?.creators?.join(', ') ?? item.itunes?.author) ?? personNames(item.atom?.authors),
    publishedAt: readDate(
      item.pubDate ?? item.dc?.dates?.[0] ?? item.dcterms?.issued?.[0] ?? item.dcterms?.created?.[0] ?? item.atom?.published,
    ),
    updatedAt: readDate(item.atom?.updated ?? item.dcterms?.modified?.[0]),
    tags: tagsOf(item),
    media: joinMedia(
      base,
      enclosureMedia(item.enclosures),
      mediaRss(item.media),
      itunesMedia(item.itunes, item.enclosures),
      atomEnclosures(item.atom?.links),
    ),
  }
}

/** A guid is the address when it is one, unless it says that it is not. */
function linkOf(item: Item, base: string | undefined): string | undefined {
  const guid = item.guid?.isPermaLink === false ? undefined : item.guid?.value
  const permalink = guid && /^https?:\/\//i.test(guid.trim()) ? guid : undefined
  return absoluteUrl(item.link ?? atomLink(item.atom?.links) ?? permalink, base)
}

function textsOf(item: Item): { html?: string; summary?: string } {
  const short = item.description ?? item.itunes?.summary ?? item.dc?.descriptions?.[0] ?? item.atom?.summary?.value
  const html = item.content?.encoded ?? item.atom?.content?.value ?? short ?? mediaText(item.media)
  return html === short ? { html } : { html, summary: short }
}

function tagsOf(item: Item): string[] {
  const names = [...(item.categories ?? []).map(({ name }) => name), ...(item.dc?.subjects ?? []), ...(item.media?.keywords ?? [])]
  return names.map(name => plainText(name)).filter(name => name !== undefined)
}
