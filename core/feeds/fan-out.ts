import type { Knex } from 'knex'
import { dialectOf, inList } from '../db/in-list.ts'
import type { Delivered } from '../plugins/events.ts'

// Only readers with a timeline get rows: who was away for long gets it made at the next visit.
const present = 'join members m on m.id = s.member_id and m.timeline_built_at is not null'

/** Puts new entries into the home feeds of those who subscribe to one of their destinations, and into their authors' own. */
export async function spreadEntries(trx: Knex.Transaction, entryIds: readonly string[]): Promise<void> {
  const list = inList(dialectOf(trx), 'e.id', entryIds)
  await trx.raw(
    `insert into timeline (reader_id, entry_id, bumped_at, reason, actor_id)
     select r.reader_id, r.entry_id, r.bumped_at, 'subscription', null from (
       select s.member_id as reader_id, e.id as entry_id, e.bumped_at from entries e
         join entry_feeds d on d.entry_id = e.id join subscriptions s on s.feed_id = d.feed_id ${present} where ${list.sql}
       union
       select m.id, e.id, e.bumped_at from entries e join members m on m.id = e.author_id and m.timeline_built_at is not null where ${list.sql}
     ) r where true
     on conflict (entry_id, reader_id) do nothing`,
    [...list.bindings, ...list.bindings],
  )
}

/**
 * A comment brings its entry up for everybody who has it (FreeFeed's rule), back to those who subscribe to where it was posted,
 * and to those who follow who commented.
 */
export async function spreadComment(trx: Knex.Transaction, { payload }: Delivered<'comment.published'>): Promise<void> {
  const { entryId, authorId, at } = payload
  await trx('timeline').where({ entryId }).where('bumpedAt', '<', at).update({ bumpedAt: at })
  await trx.raw(
    `insert into timeline (reader_id, entry_id, bumped_at, reason, actor_id)
     select s.member_id, d.entry_id, cast(? as varchar(30)), 'subscription', null from entry_feeds d
       join subscriptions s on s.feed_id = d.feed_id ${present} where d.entry_id = ?
     on conflict (entry_id, reader_id) do nothing`,
    [at, entryId],
  )
  await spreadActivity(trx, 'comment', entryId, authorId, at)
}

/** A like shows an entry once, on top, to those to whom it newly brings it. For the others nothing moves. */
export function spreadLike(trx: Knex.Transaction, { payload }: Delivered<'like.added'>): Promise<void> {
  return spreadActivity(trx, 'like', payload.entryId, payload.memberId, payload.at)
}

/** Entries only in groups do not travel by what friends do; the member who acted has them all the same. */
async function spreadActivity(
  trx: Knex.Transaction,
  reason: 'comment' | 'like',
  entryId: string,
  memberId: string,
  at: string,
): Promise<void> {
  await trx.raw(
    `insert into timeline (reader_id, entry_id, bumped_at, reason, actor_id)
     select r.reader_id, e.id, cast(? as varchar(30)), cast(? as varchar(16)), cast(? as varchar(36)) from entries e
     join (
       select s.member_id as reader_id, 'friend' as kind from subscriptions s ${present} where s.feed_id = ?
       union all
       select m.id, 'self' from members m where m.id = ? and m.timeline_built_at is not null
     ) r on e.reach = 'friends' or r.kind = 'self'
     where e.id = ?
     on conflict (entry_id, reader_id) do nothing`,
    [at, reason, memberId, memberId, memberId, entryId],
  )
}
