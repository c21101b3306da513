import type { FetchedEntry, FetchedFeed } from 'core/api'

/** Bounds what one document can bring into the house, however large it is. */
export function limitFeed(feed: FetchedFeed): FetchedFeed {
  return {
    ...feed,
    title: shorten(feed.title, 1_000),
    description: shorten(feed.description, 5_000),
    author: shorten(feed.author, 500),
    hubs: [...new Set(feed.hubs)].slice(0, 10),
    entries: newest(feed.entries).map(limitEntry),
  }
}

const MOST_ENTRIES = 1_000

/** The newest when all are dated, else the first: feeds are nearly always written newest first. The order stays. */
function newest(entries: FetchedEntry[]): FetchedEntry[] {
  if (entries.length <= MOST_ENTRIES) return entries
  if (entries.some(entry => !entry.publishedAt)) return entries.slice(0, MOST_ENTRIES)
  const dates = entries.map(entry => entry.publishedAt ?? '').toSorted()
  const oldest = dates.at(-MOST_ENTRIES) ?? ''
  return entries.filter(entry => (entry.publishedAt ?? '') >= oldest).slice(0, MOST_ENTRIES)
}

function limitEntry(entry: FetchedEntry): FetchedEntry {
  return {
    ...entry,
    title: shorten(entry.title, 1_000),
    author: shorten(entry.author, 500),
    html: entry.html?.slice(0, 1_000_000),
    summary: entry.summary?.slice(0, 100_000),
    tags: [...new Set(entry.tags)].slice(0, 100),
    media: entry.media.slice(0, 100),
  }
}

/** Cuts after whole graphemes, so that no flag or family falls apart. */
function shorten(text: string | undefined, graphemes: number): string | undefined {
  if (text === undefined || text.length <= graphemes) return text
  let end = 0
  let count = 0
  // A grapheme can be endless (stacked marks); ten units each are plenty.
  for (const { index, segment } of segmenter.segment(text.slice(0, graphemes * 10))) {
    if (++count > graphemes) break
    end = index + segment.length
  }
  return end < text.length ? `${text.slice(0, end).trimEnd()}…` : text
}

const segmenter = new Intl.Segmenter()
