import type { Knex } from 'knex'
import { dialectOf, selectRows } from '../db/in-list.ts'
import type { Site } from '../site.ts'
import { mergeFollowed } from './merge-followed.ts'
import { keptRows, readerDays } from './timeline-rules.ts'

interface TimelineRow {
  entryId: string
  bumpedAt: string
  reason: string
  actorId: string | null
}

/** Makes one reader's timeline anew from subscriptions, entries and activities. Can run at any time, and twice. */
export async function buildTimeline(site: Site, readerId: string): Promise<void> {
  // Worked out on the read pool, so that writers wait only for the few rows that come of it.
  const { sql, bindings } = mergeFollowed(dialectOf(site.db), readerId, { perFeed: keptRows, limit: keptRows })
  const found = await selectRows<TimelineRow>(
    site.db,
    `select m.entry_id as "entryId", m.bumped_at as "bumpedAt", m.reason, m.actor_id as "actorId" from (${sql}) m`,
    bindings,
  )
  const rows = found.map(row => ({ readerId, ...row }))
  await site.db.transaction(async trx => {
    await trx('members').where({ id: readerId }).update({ timelineBuiltAt: site.now().toISOString() })
    await trx('timeline').where({ readerId }).delete()
    await insertRows(trx, rows)
  })
}

/** Drops all timelines and makes those of present readers anew. Returns how many. */
export async function rebuildTimelines(site: Site, done?: (count: number, all: number) => void): Promise<number> {
  const since = new Date(site.now().getTime() - readerDays * 86_400_000).toISOString()
  await site.db.transaction(async trx => {
    await trx('timeline').delete()
    await trx('members').update({ timelineBuiltAt: null })
  })
  const readers: { id: string }[] = await site.db('members').where('seenAt', '>', since).select('id')
  for (const [index, { id }] of readers.entries()) {
    await buildTimeline(site, id)
    done?.(index + 1, readers.length)
  }
  return readers.length
}

async function insertRows(trx: Knex.Transaction, rows: object[]): Promise<void> {
  // 5 values a row, and both databases take some ten thousand values in a statement.
  for (let start = 0; start < rows.length; start += 500) {
    await trx('timeline')
      .insert(rows.slice(start, start + 500))
      .onConflict(['entry_id', 'reader_id'])
      .ignore()
  }
}
