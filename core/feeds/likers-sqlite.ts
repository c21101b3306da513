import type { Sql } from '../db/select.ts'
import type { LikerLimits } from './likers-postgres.ts'

/** The likers to name for each entry (`j.id`), nearest first, as `feeds as f`, on SQLite, which has no lateral join: a correlated list of row numbers does the same. */
export function likersSqlite(entryIds: readonly string[], viewer: string, { shown, lookedAt }: LikerLimits): Sql {
  if (!viewer) return newestLikers(entryIds, shown)
  const sql = `
    from (select value as id from json_each(?)) j
    join likes l on l.rowid in (
      select c.likeid from (
        select * from (select rowid as likeid, member_id, created_at from likes where entry_id = j.id order by created_at desc limit ${lookedAt})
        union select rowid, member_id, created_at from likes where entry_id = j.id and member_id = ?
      ) c
      left join subscriptions s on s.member_id = ? and s.feed_id = c.member_id
      order by case when c.member_id = ? then 0 when s.feed_id is not null then 1 else 2 end, c.created_at desc, c.member_id limit ${shown}
    )
    join feeds f on f.id = l.member_id
    left join subscriptions n on n.member_id = ? and n.feed_id = l.member_id
    order by case when l.member_id = ? then 0 when n.feed_id is not null then 1 else 2 end, l.created_at desc, l.member_id`
  return { sql, bindings: [JSON.stringify(entryIds), viewer, viewer, viewer, viewer, viewer] }
}

/** To a visitor nobody is near. */
function newestLikers(entryIds: readonly string[], shown: number): Sql {
  const sql = `
    from (select value as id from json_each(?)) j
    join likes l on l.rowid in (select rowid from likes where entry_id = j.id order by created_at desc, member_id limit ${shown})
    join feeds f on f.id = l.member_id
    order by l.created_at desc, l.member_id`
  return { sql, bindings: [JSON.stringify(entryIds)] }
}
