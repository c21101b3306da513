import { applyFilter } from '../plugins/apply-filter.ts'
import type { Site } from '../site.ts'
import type { Source } from '../sources/source.ts'
import type { FetchedEntry, FetchedFeed } from '../sources/source-type.ts'

/** What plugins and the options of the source leave of the fetched entries. */
export async function filterImporting(site: Site, source: Source, feed: FetchedFeed): Promise<FetchedEntry[]> {
  const { entries } = await applyFilter(site, 'entries.importing', { sourceId: source.id, entries: feed.entries })
  return source.onlyAuthor ? entries.filter(isBy(source.onlyAuthor, feed.author)) : entries
}

/** Whether an entry is by this author; what names none is by the author of the feed. */
function isBy(author: string, ofFeed: string | undefined): (entry: FetchedEntry) => boolean {
  const wanted = plain(author)
  return entry => plain(entry.author ?? ofFeed ?? '') === wanted
}

function plain(name: string): string {
  return name.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase()
}
