import type { FetchedFeed, SourceDocument } from 'core/api'
import { decodeDocument } from '../text/decode-document.ts'
import { soundText } from '../text/sound-text.ts'
import { cleanXml } from './clean-xml.ts'
import { limitFeed } from './limit-feed.ts'
import { parseHFeed } from './parse-h-feed.ts'
import { parseJsonFeed } from './parse-json-feed.ts'
import { parseXmlFeed } from './parse-xml-feed.ts'
import { Unreadable } from './unreadable.ts'
import { findXmlRoot } from './xml-root.ts'

/** Turns the bytes of a feed of any format into plain data. Throws Unreadable when it is none. */
export function parseFeed(document: SourceDocument, now = new Date()): FetchedFeed {
  const text = decodeDocument(document.bytes, document.contentType)
  return soundText(limitFeed(parseText(text, document.url ?? '', now)))
}

function parseText(text: string, base: string, now: Date): FetchedFeed {
  const start = text.trimStart()
  if (start === '') throw new Unreadable('The document is empty.')
  if (/^\ufeff?[{[]/.test(start)) return parseJsonFeed(text, base)

  const cleaned = cleanXml(text)
  const root = findXmlRoot(cleaned)
  if (root) return parseXmlFeed(root, base, now)
  if (/<[a-z]/i.test(cleaned.slice(0, 10_000))) return parseHFeed(text, base)
  throw new Unreadable('This is neither a feed nor a web page.')
}
