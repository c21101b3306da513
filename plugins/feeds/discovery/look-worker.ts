import type { FetchedFeed, SourceDocument } from 'core/api'
import { parseFeed } from '../formats/parse-feed.ts'
import { Unreadable } from '../formats/unreadable.ts'
import { decodeDocument } from '../text/decode-document.ts'
import { htmlDepth } from '../text/html-depth.ts'
import { type FeedLink, findFeedLinks } from './find-feed-links.ts'

/** What there is at an address: a feed, entries on a page, links to feeds, or nothing. */
export interface Look {
  /** Without its entries, of which only the number matters here. */
  feed?: Omit<FetchedFeed, 'entries'> & { entries: number; sounds: number }
  base?: string
  canonical?: string
  links: FeedLink[]
}

/** Runs in a worker, on whatever a member's address answers. */
export default function look(document: SourceDocument): Look {
  const feed = maybeFeed(document)
  if (feed && feed.format !== 'h-feed') return { feed, links: [] }
  const html = decodeDocument(document.bytes, document.contentType).slice(0, LONGEST)
  if (!/<(?:a|link)\s/i.test(html) || htmlDepth(html) > DEEPEST) return { feed, links: [] }
  return { feed, ...findFeedLinks(html) }
}

const LONGEST = 3_000_000
const DEEPEST = 500

function maybeFeed(document: SourceDocument): Look['feed'] {
  try {
    const feed = parseFeed(document)
    const sounds = feed.entries.filter(({ media }) => media.some(({ kind }) => kind === 'audio')).length
    return { ...feed, entries: feed.entries.length, sounds }
  } catch (error) {
    if (error instanceof Unreadable) return undefined
    throw error
  }
}
