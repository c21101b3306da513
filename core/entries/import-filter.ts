import type { Site } from '../site.ts'
import type { Source } from '../sources/source.ts'
import type { FetchedEntry, FetchedFeed } from '../sources/source-type.ts'

/** What plugins and the options of the source leave of the fetched entries. A filter that fails is skipped. */
export async function filterImporting(site: Site, source: Source, feed: FetchedFeed): Promise<FetchedEntry[]> {
  let entries = feed.entries
  for (const { plugin, thing } of site.registry.filters.get('entries.importing') ?? []) {
    try {
      const filtered = await thing({ sourceId: source.id, entries } as never)
      if (!('entries' in filtered) || !Array.isArray(filtered.entries)) throw new TypeError('It did not return the entries.')
      entries = filtered.entries
    } catch (error) {
      site.log.error({ plugin, filter: 'entries.importing', error }, 'a filter failed and was skipped')
    }
  }
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
