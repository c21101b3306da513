import type { Knex } from 'knex'
import { selectRows } from '../db/select.ts'
import type { Site } from '../site.ts'
import { cleanTimeline, refillTimeline } from './refill-timeline.ts'
import { actedRows, broughtByActivity, postedRows } from './timeline-rows.ts'
import { keptRows, lookBack, lookBackDays } from './timeline-rules.ts'

interface TimelineRow {
  entryId: string
  bumpedAt: string
  reason: string
  actorId: string | null
}

/** What was committed just before the rows were read may carry an earlier time. */
const overlapMinutes = 5
/** Nobody follows more feeds by hand in the meantime. */
const mostFollowed = 5

/** Makes one reader's timeline anew from subscriptions, entries and activities. Can run at any time, and twice. */
export async function buildTimeline(site: Site, readerId: string, limit = keptRows): Promise<void> {
  const startedAt = site.now()
  const rows = await findRows(site, readerId, limit)
  const from = rows.length < limit ? null : rows.at(-1)!.bumpedAt
  await site.db.transaction(async trx => {
    await trx('members').where({ id: readerId }).update({ timelineBuiltAt: startedAt.toISOString(), timelineFrom: from })
    await trx('timeline').where({ readerId }).delete()
    await insertRows(
      trx,
      rows.map(row => ({ readerId, ...row })),
    )
  })
  const since = new Date(startedAt.getTime() - overlapMinutes * 60_000).toISOString()
  await site.db.transaction(trx => catchUp(trx, readerId, limit, since))
}

/** What happened in between was spread to the rows that are gone now, or to nobody. */
async function catchUp(trx: Knex.Transaction, readerId: string, perFeed: number, after: string): Promise<void> {
  await refillTimeline(trx, { readerId, perFeed, after })
  const followed: { feedId: string }[] = await trx('subscriptions')
    .where({ memberId: readerId })
    .where('createdAt', '>=', after)
    .orderBy('createdAt', 'desc')
    .limit(mostFollowed)
    .select('feedId')
  for (const { feedId } of followed) await refillTimeline(trx, { readerId, feedId, perFeed })
  await cleanTimeline(trx, readerId)
}

/** Worked out on the read pool, so that writers wait only for the few rows that come of it. */
async function findRows(site: Site, readerId: string, limit: number): Promise<TimelineRow[]> {
  const posted = await findPosted(site, readerId, limit)
  const oldest = posted.length < limit ? undefined : posted.at(-1)?.bumpedAt
  const acted = await findActed(site, readerId, limit, oldest)
  return [...posted, ...acted].sort((a, b) => (placeOf(a) < placeOf(b) ? 1 : -1)).slice(0, limit)
}

function placeOf({ bumpedAt, entryId }: TimelineRow): string {
  return `${bumpedAt}_${entryId}`
}

async function findPosted(site: Site, readerId: string, limit: number): Promise<TimelineRow[]> {
  const now = site.now().toISOString()
  for (let looks = 0; ; looks++) {
    const after = lookBack(now, looks)
    const rows = await postedSince(site, readerId, limit, after)
    if (rows.length === limit || after === '') return rows
  }
}

function postedSince(site: Site, readerId: string, limit: number, after: string): Promise<TimelineRow[]> {
  const rows = postedRows(site.db.dialect, { readerId, perFeed: limit, after })
  return selectRows(
    site.db,
    `select distinct entry_id as "entryId", at as "bumpedAt", reason, actor_id as "actorId" from (${rows.sql}) c
     order by at desc, entry_id desc limit ${limit}`,
    rows.bindings,
  )
}

/**
 * An activity that came later does not move what an earlier one brought; comments move everything. What friends did long before the
 * timeline's end is left out, unless somebody spoke about it lately.
 */
function findActed(site: Site, readerId: string, limit: number, oldest = ''): Promise<TimelineRow[]> {
  const after = oldest && new Date(Date.parse(oldest) - lookBackDays * 86_400_000).toISOString()
  const rows = actedRows(site.db.dialect, { readerId, perFeed: limit, after })
  return selectRows(
    site.db,
    `select entry_id as "entryId", place as "bumpedAt", reason, actor_id as "actorId" from (
       select c.entry_id, case when c.at > e.bumped_at then c.at else e.bumped_at end as place, c.reason, c.actor_id,
         row_number() over (partition by c.entry_id order by c.at, c.actor_id, c.reason) as choice
       from (${rows.sql}) c join entries e on e.id = c.entry_id where ${broughtByActivity('?', 'c.actor_id')}
     ) n where choice = 1 and place > ? order by place desc, entry_id desc limit ${limit}`,
    [...rows.bindings, ...Array(6).fill(readerId), oldest],
  )
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
