import type { Knex } from 'knex'

/** So many activities of an entry are looked at, oldest first; the rest of a very popular one says nothing new. */
const lookedAt = 200

const best = `from (select * from activities a where a.entry_id = timeline.entry_id order by a.at limit ${lookedAt}) v
  join entries e on e.id = v.entry_id
  where v.member_id = timeline.reader_id or (e.reach = 'friends' and exists (
    select 1 from subscriptions s where s.member_id = timeline.reader_id and s.feed_id = v.member_id))
  order by v.at, v.member_id, v.kind limit 1`

/**
 * Gives rows of the timeline whose reason has gone another one: the earliest that is left. Where none is, the row stays as withdrawn,
 * which no page shows, so that an entry does not come up again each time somebody takes a like back and gives it again.
 */
export async function explainAgain(trx: Knex.Transaction, rows: Knex.QueryBuilder): Promise<void> {
  await rows.update({
    reason: trx.raw(`coalesce((select v.kind ${best}), 'withdrawn')`),
    actorId: trx.raw(`(select v.member_id ${best})`),
  })
}
