import type { Actor } from '../actor.ts'
import { type Columns, type Sql, selectRecords } from '../db/select.ts'
import type { Site } from '../site.ts'
import { writeCursor } from './cursor.ts'
import { entrySelect } from './entry-rows.ts'
import type { FeedQuery } from './read-feed.ts'
import { visibleSql } from './visibility.ts'

/** The cursor after so many entries of a feed, for those who count instead of turning pages. Undefined when the feed is shorter. */
export async function findPlace(site: Site, actor: Actor, feed: FeedQuery, skipped: number): Promise<string | undefined> {
  if (skipped === 0) return undefined
  const places = { place: feed.place, id: feed.tie ?? 'e.id' }
  const [row] = await selectRecords<{ place: string; id: string }>(site.db, places, [range(actor, feed, `1 offset ${skipped - 1}`)])
  return row && writeCursor(row)
}

/** An entry without its text: enough to know whether what is shown of it changed. */
export interface EntryMark {
  place: string
  id: string
  editedAt: string | null
  licence: string | null
  authorName: string | null
}

const marked: Pick<Columns<EntryMark>, 'editedAt' | 'licence' | 'authorName'> = {
  editedAt: 'e.edited_at',
  licence: 'e.licence',
  authorName: 'a.name',
}

/** What stands in the first entries of a feed, in a few bytes each: whether a page of it changed. One statement. */
export function listMarks(site: Site, actor: Actor, feed: FeedQuery, limit: number): Promise<EntryMark[]> {
  const columns = { place: feed.place, id: feed.tie ?? 'e.id', ...marked }
  return selectRecords<EntryMark>(site.db, columns, [range(actor, feed, String(limit))])
}

function range(actor: Actor, feed: FeedQuery, limit: string): Sql {
  const { joins } = entrySelect(actor)
  const visible = visibleSql(actor)
  return {
    sql: `from ${feed.from} ${joins.sql} where ${feed.where.sql} and ${visible.sql}
      order by ${feed.place} desc, ${feed.tie ?? 'e.id'} desc limit ${limit}`,
    bindings: [...(feed.fromBindings ?? []), ...joins.bindings, ...feed.where.bindings, ...visible.bindings],
  }
}
