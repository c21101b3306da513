import type { FetchedFeed } from 'core/api'
import { DetectError, ParseError, parseAtomFeed, parseRdfFeed, parseRssFeed } from 'feedsmith'
import { fromAtom } from './from-atom.ts'
import { fromRdf } from './from-rdf.ts'
import { fromRss } from './from-rss.ts'
import { mendXml } from './mend-xml.ts'
import { Unreadable } from './unreadable.ts'
import type { XmlRoot } from './xml-root.ts'

/** Reads RSS, Atom and RDF: as it stands, else mended. */
export function parseXmlFeed(root: XmlRoot, base: string, now: Date): FetchedFeed {
  const plain = root.whole ? attempt(root, base, now) : undefined
  // Entries that were left open end up inside each other, and only the first is seen.
  if (plain && plain.entries.length >= (root.text.match(entryTag)?.length ?? 0)) return plain

  const mended = attempt({ ...root, text: mendXml(root.text) }, base, now)
  const best = mended && mended.entries.length > (plain?.entries.length ?? -1) ? mended : plain
  if (!best) throw new Unreadable('The document starts like a feed, but it is too broken to be read.')
  return best
}

const entryTag = /<(?:[\w.-]+:)?(?:item|entry)[\s>]/gi

/** Undefined when the parser refuses the document, whatever it throws: the next attempt may do better. */
function attempt({ format, text }: XmlRoot, base: string, now: Date): FetchedFeed | undefined {
  try {
    if (format === 'atom') return fromAtom(orEmpty(parseAtomFeed, text), base, now)
    if (format === 'rdf') return fromRdf(orEmpty(parseRdfFeed, text), base, now)
    return fromRss(orEmpty(parseRssFeed, text), base, now)
  } catch {
    return undefined
  }
}

/** A sound document in which there is nothing yet is an empty feed to us and an error to the library. */
function orEmpty<Feed extends object>(parse: (text: string) => Feed, text: string): Feed | Record<string, never> {
  try {
    return parse(text)
  } catch (error) {
    if (error instanceof ParseError || (error instanceof DetectError && /^<rss\b/i.test(text))) return {}
    throw error
  }
}
