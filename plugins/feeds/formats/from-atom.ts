import type { FetchedEntry, FetchedFeed } from 'core/api'
import type { AtomFeed } from 'feedsmith'
import { absoluteHtml } from '../text/absolute-html.ts'
import { absoluteUrl, innerBase } from '../text/absolute-url.ts'
import { readDate } from '../text/dates.ts'
import { hasTags, plainText } from '../text/plain-text.ts'
import { textToHtml } from '../text/text-to-html.ts'
import { atomLink, hubLinks } from './atom-links.ts'
import { feedFreshness } from './freshness.ts'
import { makeGuid } from './make-guid.ts'
import { atomEnclosures, itunesMedia, joinMedia, mediaRss, mediaText } from './media.ts'
import { personNames } from './person-names.ts'

type Feed = AtomFeed.Feed<string>
type Entry = AtomFeed.Entry<string>

/** Maps Atom 0.3 and 1.0. */
export function fromAtom(feed: Feed, base: string, now: Date): FetchedFeed {
  const outer = innerBase(base, feed.xml)
  const siteUrl = absoluteUrl(atomLink(feed.links), outer)
  const inner = outer || siteUrl
  const author = personNames(feed.authors)
  return {
    format: 'atom',
    title: titleOf(feed.title) ?? plainText(feed.dc?.titles?.[0]),
    description: titleOf(feed.subtitle),
    siteUrl,
    picture: absoluteUrl(feed.logo ?? feed.icon ?? feed.itunes?.image ?? feed.media?.thumbnails?.[0]?.url, inner),
    author,
    language: feed.xml?.lang ?? feed.dc?.languages?.[0],
    hubs: hubLinks(feed.links, inner),
    freshFor: feedFreshness(feed, now),
    entries: (feed.entries ?? []).map(entry => entryOf(entry, inner, author)),
  }
}

function entryOf(entry: Entry, feedBase: string | undefined, feedAuthor: string | undefined): FetchedEntry {
  const base = innerBase(feedBase, entry.xml)
  // Without a usable link the id will do, when it is an address.
  const url = absoluteUrl(atomLink(entry.links) ?? entry.content?.src, base) ?? absoluteUrl(entry.id)
  const title = titleOf(entry.title) ?? plainText(entry.media?.title?.value ?? entry.media?.groups?.[0]?.title?.value)
  const content = htmlOf(entry.content, base)
  const short = htmlOf(entry.summary, base)
  const media = mediaText(entry.media)
  const updatedAt = readDate(entry.updated)
  return {
    guid: makeGuid(entry.id, url, title, content ?? short),
    url,
    title,
    html: content ?? short ?? (media && textToHtml(media)),
    summary: content ? short : undefined,
    author: personNames(entry.authors) ?? plainText(entry.dc?.creators?.join(', ')) ?? personNames(entry.source?.authors) ?? feedAuthor,
    publishedAt: readDate(entry.published ?? entry.dc?.dates?.[0]) ?? updatedAt,
    updatedAt,
    tags: tagsOf(entry),
    media: joinMedia(base, atomEnclosures(entry.links), mediaRss(entry.media, url), itunesMedia(entry.itunes)),
  }
}

function titleOf(text: AtomFeed.Text | undefined): string | undefined {
  return plainText(text?.value, kindOf(text) === 'text' ? 'text' : 'html')
}

function htmlOf(content: AtomFeed.Content | undefined, base: string | undefined): string | undefined {
  if (!content?.value) return undefined
  const kind = kindOf(content)
  if (kind === 'other') return undefined
  return kind === 'text' ? textToHtml(content.value) : absoluteHtml(content.value, innerBase(base, content.xml))
}

/** Without a type Atom says text, but many feeds put HTML there; pictures and the like are not for reading. */
function kindOf(text: AtomFeed.Content | undefined): 'html' | 'text' | 'other' {
  const type = text?.type?.toLowerCase().split(';')[0]?.trim()
  if (type === undefined || type === '') return hasTags(text?.value ?? '') ? 'html' : 'text'
  if (type === 'text' || type === 'text/plain') return 'text'
  return /html|xml/.test(type) || !type.includes('/') ? 'html' : 'other'
}

function tagsOf(entry: Entry): string[] {
  const names = [...(entry.categories ?? []).map(({ label, term }) => label ?? term), ...(entry.dc?.subjects ?? [])]
  return names.map(name => plainText(name)).filter(name => name !== undefined)
}
