import type { FetchedEntry, FetchedFeed } from 'core/api'
import { type JsonFeed, parseJsonFeed as parse } from 'feedsmith'
import { absoluteHtml } from '../text/absolute-html.ts'
import { absoluteUrl } from '../text/absolute-url.ts'
import { readDate } from '../text/dates.ts'
import { plainText } from '../text/plain-text.ts'
import { textToHtml } from '../text/text-to-html.ts'
import { makeGuid } from './make-guid.ts'
import { joinMedia, type LooseMedia } from './media.ts'
import { personNames } from './person-names.ts'
import { Unreadable } from './unreadable.ts'

/** Reads JSON Feed 1.0 and 1.1. */
export function parseJsonFeed(text: string, base: string): FetchedFeed {
  const feed = readJson(text)
  const siteUrl = absoluteUrl(feed.home_page_url, base)
  const inner = base || absoluteUrl(feed.feed_url) || siteUrl
  const author = personNames(feed.authors)
  return {
    format: 'json',
    title: plainText(feed.title, 'text'),
    description: plainText(feed.description, 'text'),
    siteUrl,
    picture: absoluteUrl(feed.icon ?? feed.favicon, inner),
    author,
    language: feed.language,
    hubs: (feed.hubs ?? []).map(({ url }) => absoluteUrl(url, inner)).filter(hub => hub !== undefined),
    entries: (feed.items ?? []).map(item => entryOf(item, inner, author)),
  }
}

/** Raw line breaks inside strings are the usual slip of feeds that are glued together by a template. */
function readJson(text: string): JsonFeed.Feed<string> {
  try {
    return parse(text)
  } catch {
    return readMended(text)
  }
}

function readMended(text: string): JsonFeed.Feed<string> {
  try {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what JSON forbids.
    return parse(text.replace(/[\0-\x1f\ufeff]/g, ' '))
  } catch (cause) {
    throw new Unreadable('The document is JSON, but no JSON Feed.', { cause })
  }
}

function entryOf(item: JsonFeed.Item<string>, base: string | undefined, feedAuthor: string | undefined): FetchedEntry {
  const url = absoluteUrl(item.url ?? item.external_url, base)
  const title = plainText(item.title, 'text')
  const html = item.content_html ?? (item.content_text && textToHtml(item.content_text))
  const summary = item.summary && textToHtml(item.summary)
  return {
    guid: makeGuid(item.id, url, title, html),
    url,
    title,
    html: html ? absoluteHtml(html, url ?? base) : summary,
    summary: html ? summary : undefined,
    author: personNames(item.authors) ?? feedAuthor,
    publishedAt: readDate(item.date_published),
    updatedAt: readDate(item.date_modified),
    tags: (item.tags ?? []).map(tag => plainText(tag, 'text')).filter(tag => tag !== undefined),
    media: joinMedia(base, attachmentsOf(item), picturesOf(item)),
  }
}

function attachmentsOf(item: JsonFeed.Item<string>): LooseMedia[] {
  return (item.attachments ?? []).map(attachment => ({
    url: attachment.url,
    type: attachment.mime_type,
    title: plainText(attachment.title, 'text'),
    bytes: attachment.size_in_bytes,
    duration: attachment.duration_in_seconds,
  }))
}

function picturesOf(item: JsonFeed.Item<string>): LooseMedia[] {
  const url = item.image ?? item.banner_image
  return url ? [{ kind: 'image', url }] : []
}
