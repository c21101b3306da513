import type { FetchedFeed, SourceDocument } from 'core/api'
import { decodeDocument } from './decode-document.ts'
import { limitFeed } from './limit-feed.ts'
import { parseHFeed } from './parse-h-feed.ts'
import { parseJsonFeed } from './parse-json-feed.ts'
import { parseXmlFeed } from './parse-xml-feed.ts'
import { Unreadable } from './unreadable.ts'

/** Turns the bytes of a feed of any format into plain data. Throws Unreadable when it is none. */
export function parseFeed(document: SourceDocument, now = new Date()): FetchedFeed {
  const text = decodeDocument(document.bytes, document.contentType)
  const base = document.url ?? ''
  if (text.trim() === '') throw new Unreadable('The document is empty.')

  const feed = formatOf(text)({ text, base, now })
  return limitFeed(feed)
}

/** What every format's reader is given. `base` is the address of the document, or empty. */
export interface FeedText {
  text: string
  base: string
  now: Date
}

function formatOf(text: string): (input: FeedText) => FetchedFeed {
  const start = text.trimStart()
  if (start.startsWith('{') || start.startsWith('[')) return parseJsonFeed
  if (feedRoot.test(text)) return parseXmlFeed
  if (htmlStart.test(start)) return parseHFeed
  throw new Unreadable('This is neither a feed nor a web page.')
}

// Comments, declarations and stray text may stand before the root element.
const feedRoot = /<(?:[\w.-]+:)?(?:rss|rdf|feed|channel)(?=[\s>/])/i
const htmlStart = /<(?:!doctype\s+html|html|head|body|div|main|article|section|p|meta|title|link|a|ul|ol|header)\b/i
