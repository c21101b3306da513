import type { Knex } from 'knex'
import { dialectOf } from '../db/select.ts'
import { explainAgain } from './explain-again.ts'
import { actedRows, broughtByActivity, notBySubscription, postedRows, type Wanted } from './timeline-rows.ts'

/** Adds to a reader's timeline what is missing there, as far down as the timeline goes. */
export async function refillTimeline(trx: Knex.Transaction, wanted: Wanted): Promise<void> {
  const { readerId } = wanted
  const posted = postedRows(dialectOf(trx), wanted)
  await trx.raw(
    `insert into timeline (reader_id, entry_id, bumped_at, reason, actor_id)
     select m.id, c.entry_id, c.at, 'subscription', null
     from (select distinct entry_id, at from (${posted.sql}) p) c join members m on m.id = ? and c.at > coalesce(m.timeline_from, '')
     on conflict (entry_id, reader_id) do update set reason = 'subscription', actor_id = null where timeline.reason <> 'subscription'`,
    [...posted.bindings, readerId],
  )
  const acted = actedRows(dialectOf(trx), wanted)
  await trx.raw(
    `insert into timeline (reader_id, entry_id, bumped_at, reason, actor_id)
     select n.reader_id, n.entry_id, n.place, n.reason, n.actor_id from (
       select m.id as reader_id, m.timeline_from, c.entry_id, case when c.at > e.bumped_at then c.at else e.bumped_at end as place,
         c.reason, c.actor_id, row_number() over (partition by c.entry_id order by c.at, c.actor_id, c.reason) as choice
       from (${acted.sql}) c join entries e on e.id = c.entry_id join members m on m.id = ?
       where ${broughtByActivity('m.id', 'c.actor_id')}
     ) n where n.choice = 1 and n.place > coalesce(n.timeline_from, '')
     on conflict (entry_id, reader_id) do update set reason = excluded.reason, actor_id = excluded.actor_id
       where timeline.reason = 'withdrawn'`,
    [...acted.bindings, readerId],
  )
}

/** Takes out of a reader's timeline what only feeds brought that the reader does not follow any more. */
export async function cleanTimeline(trx: Knex.Transaction, readerId: string): Promise<void> {
  const lost = trx('timeline')
    .where({ readerId })
    .whereRaw(`(
    (reason = 'subscription' and exists (
      select 1 from entries e where e.id = timeline.entry_id and ${notBySubscription('timeline.reader_id')}))
    or (actor_id <> reader_id and not exists (
      select 1 from subscriptions s where s.member_id = timeline.reader_id and s.feed_id = timeline.actor_id)))`)
  await explainAgain(trx, lost)
  await trx('timeline').where({ readerId, reason: 'withdrawn' }).delete()
}
