import type { Dialect, Sql } from '../db/in-list.ts'

/**
 * What a reader's home holds, made from what is there: entries of the feeds they subscribe to and their own, and entries that
 * those they follow commented on or liked. Rows of (entry_id, bumped_at, reason, actor_id), an entry once, `limit` at most,
 * newest first. `perFeed` bounds the work: it grows with the number of subscriptions, not with the size of their feeds.
 */
export function mergeFollowed(
  dialect: Dialect,
  readerId: string,
  { perFeed, limit, before }: { perFeed: number; limit: number; before?: string },
): Sql {
  const upper = before ?? '9999'
  const followed = '(select feed_id from subscriptions where member_id = ? union all select id from members where id = ?)'
  const top = dialect === 'sqlite' ? topSqlite : topPostgres
  const activity = (kind: 'comment' | 'like'): string => `
    select v.entry_id, case when v.at > e.bumped_at then v.at else e.bumped_at end as bumped_at, '${kind}' as reason, v.member_id as actor_id, v.at, 1 as step
    from ${followed} f ${top('activities', 'v', 'member_id', 'at', perFeed, ` and kind = '${kind}'`)}
    join entries e on e.id = v.entry_id
    where e.reach = 'friends' or v.member_id = ?`
  const sql = `
    select entry_id, bumped_at, reason, actor_id from (
      select c.*, row_number() over (partition by c.entry_id order by c.step, c.at desc, c.actor_id) as choice from (
        select d.entry_id, d.bumped_at, 'subscription' as reason, null as actor_id, d.bumped_at as at, 0 as step
        from ${followed} f ${top('entry_feeds', 'd', 'feed_id', 'bumped_at', perFeed, '')}
        union all ${activity('comment')}
        union all ${activity('like')}
      ) c where c.bumped_at < ?
    ) n where n.choice = 1 order by bumped_at desc limit ${limit}`
  const posted = [readerId, readerId, upper]
  const acted = [readerId, readerId, upper, readerId]
  return { sql, bindings: [...posted, ...acted, ...acted, upper] }
}

/** The newest rows of each followed feed. */
function topPostgres(table: string, alias: string, owner: string, time: string, count: number, and: string): string {
  return `cross join lateral (select * from ${table} where ${owner} = f.feed_id${and} and ${time} < ? order by ${time} desc limit ${count}) ${alias}`
}

/** SQLite has no lateral join; a correlated list of row numbers does the same. */
function topSqlite(table: string, alias: string, owner: string, time: string, count: number, and: string): string {
  return `join ${table} ${alias} on ${alias}.rowid in (
    select rowid from ${table} where ${owner} = f.feed_id${and} and ${time} < ? order by ${time} desc limit ${count})`
}
