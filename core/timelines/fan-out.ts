import type { Knex } from 'knex'
import { dialectOf, inList } from '../db/select.ts'
import { explainAgain } from './explain-again.ts'
import { broughtByActivity } from './timeline-rows.ts'

export type ActivityKind = 'comment' | 'like'

/** What somebody did with an entry, as `activities` names it. */
export interface Activity {
  kind: ActivityKind
  entryId: string
  memberId: string
}

// All of this says how things are now, not what an event said: events may come late, twice, or in another order.

/** Only readers with a timeline get rows, and only where it reaches down to: who was away for long gets it made at the next visit. */
const present = (reader: string, place: string): string =>
  `join members m on m.id = ${reader} and m.timeline_built_at is not null and ${place} > coalesce(m.timeline_from, '')`

/** Puts entries into the home feeds of those who subscribe to one of their destinations, and into their authors' own. */
export async function spreadEntries(trx: Knex.Transaction, entryIds: readonly string[]): Promise<void> {
  const list = inList(dialectOf(trx), 'e.id', entryIds)
  await trx.raw(
    `insert into timeline (reader_id, entry_id, bumped_at, reason, actor_id)
     select r.reader_id, r.entry_id, r.bumped_at, 'subscription', null from (
       select s.member_id as reader_id, e.id as entry_id, e.bumped_at from entries e
         join entry_feeds d on d.entry_id = e.id join subscriptions s on s.feed_id = d.feed_id ${present('s.member_id', 'e.bumped_at')}
         where ${list.sql}
       union
       select m.id, e.id, e.bumped_at from entries e ${present('e.author_id', 'e.bumped_at')} where ${list.sql}
     ) r where true
     on conflict (entry_id, reader_id) do update set reason = 'subscription', actor_id = null where timeline.reason <> 'subscription'`,
    [...list.bindings, ...list.bindings],
  )
}

/** Puts an entry into its author's own home, for who posts looks there a moment later; the others get it when it is spread. */
export async function spreadToAuthor(trx: Knex.Transaction, entryId: string): Promise<void> {
  await trx.raw(
    `insert into timeline (reader_id, entry_id, bumped_at, reason, actor_id)
     select m.id, e.id, e.bumped_at, 'subscription', null from entries e ${present('e.author_id', 'e.bumped_at')} where e.id = ?
     on conflict (entry_id, reader_id) do nothing`,
    [entryId],
  )
}

/**
 * A comment brings its entry up for everybody who has it (FreeFeed's rule), back to its author and to those who subscribe to where it
 * was posted, and to those who follow who commented. No entry twice.
 */
export async function spreadComments(trx: Knex.Transaction, comments: readonly Omit<Activity, 'kind'>[]): Promise<void> {
  const entryIds = comments.map(({ entryId }) => entryId)
  const list = inList(dialectOf(trx), 'entry_id', entryIds)
  await trx.raw(
    `update timeline set bumped_at = (select e.bumped_at from entries e where e.id = timeline.entry_id)
     where ${list.sql} and bumped_at < (select e.bumped_at from entries e where e.id = timeline.entry_id)`,
    list.bindings,
  )
  await spreadEntries(trx, entryIds)
  await spreadActivities(trx, 'comment', comments)
}

/**
 * What people did shows entries to those who follow them and to themselves, where they do not stand in their home already. For the
 * others nothing moves. No entry twice: a row can be written once in a statement.
 */
export async function spreadActivities(
  trx: Knex.Transaction,
  kind: ActivityKind,
  activities: readonly Omit<Activity, 'kind'>[],
): Promise<void> {
  const pairs = dialectOf(trx) === 'sqlite' ? 'json_each(?) p' : 'jsonb_array_elements(?::jsonb) p(value)'
  await trx.raw(
    `insert into timeline (reader_id, entry_id, bumped_at, reason, actor_id)
     with n as (
       select v.*, case when v.at > e.bumped_at then v.at else e.bumped_at end as place
       from ${pairs} join activities v on v.entry_id = p.value ->> 0 and v.member_id = p.value ->> 1 and v.kind = ?
       join entries e on e.id = v.entry_id
     )
     select m.id, r.entry_id, r.place, r.kind, r.member_id from (
       select s.member_id as reader_id, n.* from n join subscriptions s on s.feed_id = n.member_id
       union all select n.member_id, n.* from n
     ) r join entries e on e.id = r.entry_id ${present('r.reader_id', 'r.place')}
     where ${broughtByActivity('m.id', 'r.member_id')}
     on conflict (entry_id, reader_id) do update set reason = excluded.reason, actor_id = excluded.actor_id
       where timeline.reason = 'withdrawn'`,
    [JSON.stringify(activities.map(({ entryId, memberId }) => [entryId, memberId])), kind],
  )
}

/** After a like or the last comment was taken back: who had the entry by it has it by somebody else's, or not any more. */
export async function withdrawActivity(trx: Knex.Transaction, { kind, entryId, memberId }: Activity): Promise<void> {
  const still: unknown = await trx('activities').where({ kind, entryId, memberId }).first('at')
  if (!still) await explainAgain(trx, trx('timeline').where({ entryId, actorId: memberId, reason: kind }))
}
