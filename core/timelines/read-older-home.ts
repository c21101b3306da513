import type { MemberActor } from '../actor.ts'
import { type Columns, dialectOf, type Sql, selectRecords } from '../db/select.ts'
import { type Cursor, pageSize, readCursor, writeCursor } from '../feeds/cursor.ts'
import { type EntryRow, entrySelect, reasonColumns } from '../feeds/entry-rows.ts'
import type { FeedSlice, PageOptions } from '../feeds/read-feed.ts'
import { visibleSql } from '../feeds/visibility.ts'
import type { Site } from '../site.ts'
import { actedRows, broughtByActivity, postedRows } from './timeline-rows.ts'
import { lookBack } from './timeline-rules.ts'

/** Looked at together, for each row of a page: many are on newer pages already, because several friends brought them. */
const lookedAtPerRow = 3
/** After so many looks the page is left short; the next one goes on from there. */
const mostLooks = 12

interface Candidate extends EntryRow {
  shown: number | null
}

/**
 * What of a reader's home is older than the timeline keeps, merged from the feeds they follow. An entry stands where it was posted or
 * last spoken about; one that friends brought, where the first of them did.
 */
export async function readOlderHome(site: Site, actor: MemberActor, options: PageOptions & { hidden?: boolean }): Promise<FeedSlice> {
  const limit = options.limit ?? pageSize
  const perLook = (limit + 1) * lookedAtPerRow
  const rows: EntryRow[] = []
  let before = options.before ? readCursor(options.before) : { at: site.now().toISOString(), id: lastId }
  for (let looks = 0, short = 0; looks < mostLooks; looks++) {
    const after = lookBack(before.at, short)
    const found = await lookAt(site, actor, { before, after, limit: perLook, hidden: options.hidden ?? false })
    const isFull = found.length === perLook
    const whole = isFull ? withoutLastPlace(found) : found
    rows.push(...whole.filter(row => row.shown !== null))
    if (rows.length > limit) return { rows: rows.slice(0, limit), next: writeCursor(rows[limit - 1]!) }
    if (!isFull && after === '') return { rows }
    const last = whole.at(-1)
    before = isFull && last ? { at: last.place, id: last.id } : { at: after, id: lastId }
    if (!isFull) short++
  }
  return { rows, next: writeCursor({ place: before.at, id: before.id }) }
}

/** Comes after every other id of one moment. */
const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** Several things may bring an entry to one place; those that were cut off there are looked at next time. */
function withoutLastPlace(rows: Candidate[]): Candidate[] {
  const last = rows.at(-1)!
  const whole = rows.filter(row => row.id !== last.id || row.place !== last.place)
  return whole.length > 0 ? whole : rows
}

interface Look {
  before: Cursor
  after: string
  limit: number
  hidden: boolean
}

function lookAt(site: Site, actor: MemberActor, { before, after, limit, hidden }: Look): Promise<Candidate[]> {
  const dialect = dialectOf(site.db)
  const wanted = { readerId: actor.id, perFeed: limit, before, after }
  const [posted, acted] = [postedRows(dialect, wanted), actedRows(dialect, wanted)]
  const { columns, joins } = entrySelect(actor)
  const shown = shownSql(actor, hidden)
  // Those that are left out count too, or the next look would not know where this one ended.
  const sql = `from (select * from (${posted.sql} union all ${acted.sql}) c order by at desc, entry_id desc limit ${limit}) t
    join entries e on e.id = t.entry_id ${joins.sql} left join feeds r on r.id = t.actor_id
    left join (select 1 as yes) shown on ${shown.sql}
    order by t.at desc, t.entry_id desc`
  const all = { ...columns, place: 't.at', ...reasonColumns, shown: 'shown.yes' } as Columns<Candidate>
  return selectRecords(site.db, all, [{ sql, bindings: [...posted.bindings, ...acted.bindings, ...joins.bindings, ...shown.bindings] }])
}

/** Of what brings an entry one is shown: a subscription, else the first activity. None when the entry has a row in the timeline. */
function shownSql(actor: MemberActor, hidden: boolean): Sql {
  const visible = visibleSql(actor)
  const first = `not exists (select 1 from activities w where w.entry_id = t.entry_id
    and (w.at, w.member_id, w.kind) < (t.at, t.actor_id, t.reason)
    and (w.member_id = ? or (e.reach = 'friends' and exists (select 1 from subscriptions ws where ws.member_id = ? and ws.feed_id = w.member_id))))`
  return {
    sql: `${visible.sql} ${hidden ? '' : 'and mh.entry_id is null'}
      and not exists (select 1 from timeline x where x.entry_id = t.entry_id and x.reader_id = ?)
      and (t.reason = 'subscription' or (${broughtByActivity('?', 't.actor_id')} and ${first}))`,
    bindings: [...visible.bindings, actor.id, ...Array<string>(6).fill(actor.id), actor.id, actor.id],
  }
}
