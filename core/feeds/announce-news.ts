import { pairTable } from '../db/pair-table.ts'
import { inList, type Sql, selectRows } from '../db/select.ts'
import type { Site } from '../site.ts'
import { visibleToSql } from './visibility.ts'

/** An entry that came up, and the time from which on it is news. */
export interface News {
  entryId: string
  since: string
}

/**
 * Tells open pages that something stands on top now: readers in whose home it came up, and the public feed. Two statements, for those
 * who look now.
 */
export async function announceNews(site: Site, news: readonly News[]): Promise<void> {
  const open = site.live.channels()
  if (open.length === 0 || news.length === 0) return
  if (open.includes('public') && (await isPublicNews(site, news))) site.live.send('public', 'news', {})
  for (const readerId of await findReaders(site, news, open)) site.live.send(readerId, 'news', {})
}

async function findReaders(site: Site, news: readonly News[], channels: string[]): Promise<string[]> {
  const pairs = asPairs(site, news)
  const readers = inList(site.db.dialect, 't.reader_id', channels)
  const rows = await selectRows<{ readerId: string }>(
    site.db,
    `select distinct t.reader_id as "readerId" from ${pairs.sql} p
     join timeline t on t.entry_id = p.a and t.bumped_at >= p.b and t.reason <> 'withdrawn' and ${readers.sql}
     join entries e on e.id = t.entry_id left join hides h on h.entry_id = t.entry_id and h.member_id = t.reader_id
     where h.entry_id is null and ${visibleToSql('t.reader_id')}`,
    [...pairs.bindings, ...readers.bindings],
  )
  return rows.map(row => row.readerId)
}

async function isPublicNews(site: Site, news: readonly News[]): Promise<boolean> {
  const pairs = asPairs(site, news)
  const rows = await selectRows<object>(
    site.db,
    `select e.id from ${pairs.sql} p join entries e on e.id = p.a and e.bumped_at >= p.b
     where e.access = 'public' and e.removed_at is null limit 1`,
    pairs.bindings,
  )
  return rows.length > 0
}

/** Of several news about one entry the earliest says enough. */
function asPairs(site: Site, news: readonly News[]): Sql {
  const first = new Map<string, string>()
  for (const { entryId, since } of news) if (since < (first.get(entryId) ?? '~')) first.set(entryId, since)
  return pairTable(site.db.dialect, [...first])
}
