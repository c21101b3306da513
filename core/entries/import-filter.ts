import { applyFilter } from '../plugins/apply-filter.ts'
import type { Site } from '../site.ts'
import type { FetchedEntry, FetchedFeed } from '../sources/source-type.ts'
import type { ImportOrigin } from './import-origin.ts'

/** A fetched entry, and the plugin that wants somebody to look at it first. */
export type FilteredEntry = FetchedEntry & { heldBy?: string }

/** What plugins and the options of the source leave of the fetched entries. */
export async function filterImporting(site: Site, source: ImportOrigin, feed: FetchedFeed): Promise<FilteredEntry[]> {
  const held = new Map<string, { hold: string; heldBy: string }>()
  const home: { access: string } | undefined = await site.db('feeds').where({ id: source.memberId }).first('access')
  const given = {
    authorId: source.memberId,
    isPrivate: home?.access === 'private',
    ...(source.sourceId && { sourceId: source.sourceId }),
    ...(source.importBatchId && { importBatchId: source.importBatchId }),
    entries: feed.entries,
  }
  const { entries } = await applyFilter(site, 'entries.importing', given, {
    // Whoever held an entry first has the word; nobody after them takes it back.
    onReturn(_before, after, heldBy) {
      for (const { guid, hold } of after.entries) if (hold && !held.has(guid)) held.set(guid, { hold, heldBy })
      return after
    },
  })
  const left = source.onlyAuthor ? entries.filter(isBy(source.onlyAuthor, feed.author)) : entries
  return held.size === 0 ? left : left.map(entry => ({ ...entry, ...held.get(entry.guid) }))
}

/** Whether an entry is by this author; what names none is by the author of the feed. */
function isBy(author: string, ofFeed: string | undefined): (entry: FetchedEntry) => boolean {
  const wanted = plain(author)
  return entry => plain(entry.author ?? ofFeed ?? '') === wanted
}

function plain(name: string): string {
  return name.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase()
}
