import { Feed } from '../feeds/feed.ts'
import { feedLink, formerMember } from '../feeds/feed-link.ts'
import type { Site } from '../site.ts'
import type { Entry } from './entry.ts'
import type { EntryView } from './entry-view.ts'

/** What is left of an entry for who removed it: that it was there, and the way back. */
export async function showRemoved(
  site: Site,
  entry: Pick<Entry, 'id' | 'shortId' | 'authorId' | 'removedAt'>,
): Promise<Pick<EntryView, 'id' | 'url' | 'author' | 'removed'>> {
  const author = entry.authorId ? await Feed.query(site.db).findById(entry.authorId) : undefined
  return {
    id: entry.id,
    url: `/e/${entry.shortId}`,
    author: author ? feedLink(author) : formerMember(),
    removed: { at: entry.removedAt ?? '', canUndo: author !== undefined },
  }
}
