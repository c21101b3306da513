import type { FetchedEntry, FetchedFeed } from 'core/api'
import { mf2 } from 'microformats-parser'
import { absoluteUrl } from '../text/absolute-url.ts'
import { readDate } from '../text/dates.ts'
import { htmlDepth } from '../text/html-depth.ts'
import { plainText } from '../text/plain-text.ts'
import { textToHtml } from '../text/text-to-html.ts'
import { makeGuid } from './make-guid.ts'
import { joinMedia } from './media.ts'
import { authorName, findFeed, htmlOf, type Microformat, mediaOf, textOf, textsOf } from './microformats.ts'
import { Unreadable } from './unreadable.ts'

/** Reads a web page whose entries are marked up with microformats2 (or the classic ones, which the parser translates). */
export function parseHFeed(text: string, base: string): FetchedFeed {
  if (text.length > LONGEST || htmlDepth(text) > DEEPEST) throw new Unreadable('The web page is too large to be searched for entries.')
  const { items, rels } = readMarkup(text, base || NOWHERE)
  const found = findFeed(items)
  if (!found) throw new Unreadable('This web page holds no feed.')

  const { root, entries } = found
  const author = root && authorName(root)
  return {
    format: 'h-feed',
    title: plainText(root && textOf(root, 'name'), 'text') ?? plainText(/<title[^>]*>([^<]*)/i.exec(text)?.[1]),
    description: plainText(root && textOf(root, 'summary'), 'text'),
    siteUrl: somewhere(root && textOf(root, 'url')) ?? somewhere(base),
    picture: somewhere(root && textOf(root, 'photo')),
    author,
    language: /<html[^>]*\slang\s*=\s*["']?([\w-]+)/i.exec(text)?.[1],
    hubs: (rels.hub ?? []).filter(hub => somewhere(hub) !== undefined),
    entries: entries.slice(0, MOST).map(entry => entryOf(entry, author)),
  }
}

const LONGEST = 3_000_000
const DEEPEST = 500
const MOST = 1_000
// The parser insists on a base. Addresses that end up here were relative to an unknown one.
const NOWHERE = 'http://nowhere.invalid/'

/** The parser takes `<base>` as it stands and throws on relative or broken ones, and on pages without anything in them. */
function readMarkup(html: string, documentUrl: string): ReturnType<typeof mf2> {
  const element = /<base\b[^>]*\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))[^>]*>/i.exec(html)
  const baseUrl = absoluteUrl(element?.[1] ?? element?.[2] ?? element?.[3], documentUrl) ?? documentUrl
  const page = html.replace(/<base\b[^>]*>/gi, '')
  for (const attempt of [() => page, () => withoutBrokenAddresses(page, baseUrl)]) {
    try {
      return mf2(attempt(), { baseUrl })
    } catch {
      // The next attempt may do better.
    }
  }
  throw new Unreadable('This web page holds no feed.')
}

/** One link that is no address makes the parser give up the whole page. */
function withoutBrokenAddresses(html: string, base: string): string {
  return html.replace(/\s(?:href|src|poster|data|cite|value)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi, (whole, double, single, bare) =>
    URL.canParse(double ?? single ?? bare, base) ? whole : '',
  )
}

function entryOf(entry: Microformat, feedAuthor: string | undefined): FetchedEntry {
  const url = somewhere(textOf(entry, 'url') ?? textOf(entry, 'uid'))
  const name = plainText(textOf(entry, 'name'), 'text')
  const html = htmlOf(entry, 'content')
  const short = textOf(entry, 'summary')
  const content = html ?? (short && textToHtml(short))
  const publishedAt = readDate(textOf(entry, 'published'))
  return {
    guid: makeGuid(textOf(entry, 'uid'), url, name, content),
    url,
    title: isTitle(name, entry) ? name : undefined,
    html: content,
    summary: html && short ? textToHtml(short) : undefined,
    author: authorName(entry) ?? feedAuthor,
    publishedAt: publishedAt ?? readDate(textOf(entry, 'updated')),
    updatedAt: readDate(textOf(entry, 'updated')),
    tags: textsOf(entry, 'category')
      .map(tag => plainText(tag, 'text'))
      .filter(tag => tag !== undefined),
    media: joinMedia(undefined, mediaOf(entry)).filter(({ url }) => somewhere(url)),
  }
}

/** Notes have no title: there the name is the text again, often because the parser had to guess one. */
function isTitle(name: string | undefined, entry: Microformat): boolean {
  if (!name) return false
  const content = plainText(textOf(entry, 'content') ?? textOf(entry, 'summary'), 'text')
  return !content?.startsWith(name.replace(/…$|\.\.\.$/, ''))
}

function somewhere(url: string | undefined): string | undefined {
  const absolute = absoluteUrl(url)
  return absolute?.startsWith(NOWHERE) ? undefined : absolute
}
