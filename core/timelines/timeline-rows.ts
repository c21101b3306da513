import type { Knex } from 'knex'
import type { Dialect, Sql } from '../db/select.ts'
import type { Cursor } from '../feeds/cursor.ts'
import { audienceSql } from '../feeds/visibility.ts'

/** Whose home it is, and which part of what may stand there is asked for. */
export interface Wanted {
  readerId: string
  /** Only what this feed brings; everything the reader follows, and the reader, unless told. */
  feedId?: string
  /** Newest rows taken of each feed: the work grows with the number of subscriptions, not with the size of their feeds. */
  perFeed: number
  /** Only what stands before this place. */
  before?: Cursor
  /** Only what is newer. */
  after?: string
}

type Bindings = Knex.RawBinding[]

/** Entries posted to followed feeds, or by the reader: rows of (entry_id, at, reason, actor_id), an entry once. */
export function postedRows(dialect: Dialect, wanted: Wanted): Sql {
  const { perFeed, feedId, readerId } = wanted
  const feeds = feedsOf(wanted)
  const range = rangeOf(wanted)
  const posted: Sql = {
    sql: `select d.entry_id, d.bumped_at as at, 'subscription' as reason, null as actor_id
      from ${feeds.sql} f ${newestOf(dialect, 'entry_feeds', 'd', 'feed_id = f.id', 'bumped_at', perFeed)}`,
    bindings: [...feeds.bindings, ...range],
  }
  if (feedId) return posted
  // What the reader posted to groups alone, followed or not.
  const own = `select * from (select id, bumped_at, 'subscription', null from entries
    where author_id = ? and reach = 'group' and (bumped_at, id) < (?, ?) and bumped_at > ? order by bumped_at desc, id desc limit ${perFeed}) own`
  return { sql: `${posted.sql} union ${own}`, bindings: [...posted.bindings, readerId, ...range] }
}

/**
 * What followed members, or the reader, commented on and liked: rows of (entry_id, at, reason, actor_id), one for each. Whether it
 * brings the entry to the reader says `broughtByActivity`.
 */
export function actedRows(dialect: Dialect, wanted: Wanted): Sql {
  const feeds = feedsOf(wanted)
  const range = rangeOf(wanted)
  const rows = (kind: 'comment' | 'like'): string => `select v.entry_id, v.at, v.kind as reason, v.member_id as actor_id
    from ${feeds.sql} f ${newestOf(dialect, 'activities', 'v', `member_id = f.id and kind = '${kind}'`, 'at', wanted.perFeed)}`
  const bindings = [...feeds.bindings, ...range]
  return { sql: `${rows('comment')} union all ${rows('like')}`, bindings: [...bindings, ...bindings] }
}

/**
 * Whether an activity (`actor` is the column with who acted) brings `entries as e` to the reader: it goes further than its group, or
 * the reader acted; the reader may see it; and it is not there anyway, by a subscription or as the reader's own.
 * `reader` is a column, or a question mark (six times).
 */
export function broughtByActivity(reader: string, actor: string): string {
  return `(e.reach = 'friends' or ${actor} = ${reader}) and ${audienceSql(reader)} and ${notBySubscription(reader)}`
}

/** Whether `entries as e` is neither the reader's own nor posted to a feed that the reader follows. `reader` as above, twice. */
export function notBySubscription(reader: string): string {
  return `coalesce(e.author_id, '') <> ${reader} and not exists (select 1 from entry_feeds bd
    join subscriptions bs on bs.feed_id = bd.feed_id and bs.member_id = ${reader} where bd.entry_id = e.id)`
}

function feedsOf({ readerId, feedId }: Wanted): { sql: string; bindings: Bindings } {
  if (feedId) return { sql: '(select id from feeds where id = ?)', bindings: [feedId] }
  return {
    sql: '(select feed_id as id from subscriptions where member_id = ? union all select id from members where id = ?)',
    bindings: [readerId, readerId],
  }
}

function rangeOf({ before, after = '' }: Wanted): Bindings {
  const { at, id } = before ?? { at: '9999', id: '' }
  return [at, id, after]
}

/** Joins the newest rows of a table for each feed. SQLite has no lateral join; a correlated list of row numbers does the same. */
function newestOf(dialect: Dialect, table: string, alias: string, where: string, time: string, count: number): string {
  const rows = `from ${table} where ${where} and (${time}, entry_id) < (?, ?) and ${time} > ? order by ${time} desc, entry_id desc limit ${count}`
  return dialect === 'sqlite'
    ? `join ${table} ${alias} on ${alias}.rowid in (select rowid ${rows})`
    : `cross join lateral (select * ${rows}) ${alias}`
}
