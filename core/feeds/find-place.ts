import type { Actor } from '../actor.ts'
import { selectRows } from '../db/in-list.ts'
import type { Site } from '../site.ts'
import { writeCursor } from './cursor.ts'
import { entrySelect } from './entry-rows.ts'
import type { FeedQuery } from './read-feed.ts'
import { visibleSql } from './visibility.ts'

/** The cursor after so many entries of a feed, for those who count instead of turning pages. Undefined when the feed is shorter. */
export async function findPlace(site: Site, actor: Actor, feed: FeedQuery, skipped: number): Promise<string | undefined> {
  if (skipped === 0) return undefined
  const { joins } = entrySelect(actor)
  const visible = visibleSql(actor)
  const tie = feed.tie ?? 'e.id'
  const sql = `select ${tie} as id, ${feed.place} as place from ${feed.from} ${joins.sql}
    where ${feed.where.sql} and ${visible.sql} order by ${feed.place} desc, ${tie} desc limit 1 offset ${skipped - 1}`
  const bindings = [...(feed.fromBindings ?? []), ...joins.bindings, ...feed.where.bindings, ...visible.bindings]
  const [row] = await selectRows<{ id: string; place: string }>(site.db, sql, bindings)
  return row && writeCursor(row)
}
