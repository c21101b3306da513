import type { Knex } from 'knex'
import type { Sql } from '../db/select.ts'

/** Limits of the list of likers: how many are named, among how many of the newest. */
export interface LikerLimits {
  shown: number
  lookedAt: number
}

/** The likers to name for each entry (`j.id`), nearest first and the viewer in any case, as `feeds as f`, on PostgreSQL. */
export function likersPostgres(entryIds: readonly string[], viewer: string, { shown, lookedAt }: LikerLimits): Sql {
  const sql = `
    from unnest(?::text[]) as j(id)
    cross join lateral (
      select c.member_id, c.created_at, case when c.member_id = ? then 0 when s.feed_id is not null then 1 else 2 end as nearness
      from (
        (select member_id, created_at from likes where entry_id = j.id order by created_at desc limit ${lookedAt})
        union select member_id, created_at from likes where entry_id = j.id and member_id = ?
      ) c
      left join subscriptions s on s.member_id = ? and s.feed_id = c.member_id
      order by nearness, c.created_at desc, c.member_id limit ${shown}
    ) l
    join feeds f on f.id = l.member_id
    order by l.nearness, l.created_at desc, l.member_id`
  return { sql, bindings: [entryIds as unknown as Knex.RawBinding, viewer, viewer, viewer] }
}
