import { inList, selectRows } from '../db/in-list.ts'
import type { Site } from '../site.ts'

/** Tells open pages that something new stands on top: readers whose home got it, and the public feed. One statement, for those who look now. */
export async function announceNews(site: Site, entryIds: readonly string[]): Promise<void> {
  const open = site.live.channels()
  if (open.length === 0 || entryIds.length === 0) return
  if (open.includes('public')) site.live.send('public', 'news', {})
  const entries = inList(site.db.dialect, 'entry_id', entryIds)
  const readers = inList(site.db.dialect, 'reader_id', open)
  const rows = await selectRows<{ readerId: string }>(
    site.db,
    `select distinct reader_id as "readerId" from timeline where ${entries.sql} and ${readers.sql}`,
    [...entries.bindings, ...readers.bindings],
  )
  for (const { readerId } of rows) site.live.send(readerId, 'news', {})
}
