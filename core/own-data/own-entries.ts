import type { Knex } from 'knex'
import { dialectOf, inList, selectRows } from '../db/select.ts'

/** Adds to entries where they were posted to and their tags: two statements for any number of them. */
export async function listFor(db: Knex, entries: Record<string, unknown>[]): Promise<void> {
  if (entries.length === 0) return
  const ids = entries.map(({ id }) => String(id))
  const list = (column: string) => inList(dialectOf(db), column, ids)
  const [inFeeds, tagged] = [list('d.entry_id'), list('k.entry_id')]
  const to = await selectRows<{ entryId: string; handle: string }>(
    db,
    `select d.entry_id as "entryId", f.handle from entry_feeds d join feeds f on f.id = d.feed_id where ${inFeeds.sql} order by f.handle`,
    inFeeds.bindings,
  )
  const tags = await selectRows<{ entryId: string; word: string }>(
    db,
    `select k.entry_id as "entryId", k.word from entry_tags k where ${tagged.sql} order by k.number`,
    tagged.bindings,
  )
  for (const entry of entries) {
    entry.to = to.filter(one => one.entryId === entry.id).map(({ handle }) => handle)
    entry.tags = tags.filter(one => one.entryId === entry.id).map(({ word }) => word)
  }
}
