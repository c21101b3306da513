import type { FetchedFeed } from 'core/api'
import { ParseError, parseAtomFeed, parseRdfFeed, parseRssFeed } from 'feedsmith'
import { cleanXml } from './clean-xml.ts'
import { fromAtom } from './from-atom.ts'
import { fromRdf } from './from-rdf.ts'
import { fromRss } from './from-rss.ts'
import { mendXml } from './mend-xml.ts'
import type { FeedText } from './parse-feed.ts'
import { Unreadable } from './unreadable.ts'

/** Reads RSS, Atom and RDF: as it stands, else mended. */
export function parseXmlFeed({ text, base, now }: FeedText): FetchedFeed {
  const source = { text: cleanXml(text), base, now }
  const plain = attempt(source)
  if (plain && (plain.entries.length > 0 || !entryTag.test(source.text))) return plain

  const best = attempt({ ...source, text: mendXml(source.text) }) ?? plain
  if (!best) throw new Unreadable('The document starts like a feed, but it is too broken to be read.')
  return best
}

const entryTag = /<(?:[\w.-]+:)?(?:item|entry)[\s>]/i
const rootTag = /<(?:[\w.-]+:)?(rss|rdf|feed|channel)(?=[\s>/])/i

/** Undefined when the parser refuses the document, whatever it throws: the next attempt may do better. */
function attempt({ text, base, now }: FeedText): FetchedFeed | undefined {
  const root = rootTag.exec(text)?.[1]?.toLowerCase()
  try {
    if (root === 'feed') return fromAtom(orEmpty(parseAtomFeed, text), base, now)
    if (root === 'rdf') return fromRdf(orEmpty(parseRdfFeed, text), base, now)
    return fromRss(orEmpty(parseRssFeed, root === 'channel' ? `<rss version="2.0">${text}</rss>` : text), base, now)
  } catch {
    return undefined
  }
}

/** A sound document in which there is nothing yet is an empty feed to us and an error to the library. */
function orEmpty<Feed extends object>(parse: (text: string) => Feed, text: string): Feed | Record<string, never> {
  try {
    return parse(text)
  } catch (error) {
    if (error instanceof ParseError) return {}
    throw error
  }
}
