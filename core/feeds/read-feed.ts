import type { Actor } from '../actor.ts'
import { type Columns, type Sql, selectRecords } from '../db/select.ts'
import type { EntryView } from '../entries/entry-view.ts'
import { showEntries } from '../entries/show-entry.ts'
import { withoutLabelsSql } from '../labels/label-choices.ts'
import type { Site } from '../site.ts'
import { type Cursor, pageSize, readCursor, writeCursor } from './cursor.ts'
import { type EntryRow, entrySelect } from './entry-rows.ts'
import { readDetails } from './read-details.ts'
import { visibleSql } from './visibility.ts'

/**
 * Where the entries of a feed come from: a table with a time per entry, read by an index on it. `place` is that time.
 * `from` brings `entries as e` in; `where` narrows it down.
 */
export interface FeedQuery {
  from: string
  fromBindings?: Sql['bindings']
  place: string
  /** Id that breaks ties of `place`; `e.id` unless the index has the entry's id in another table. */
  tie?: string
  where: Sql
  /** One entry that was asked for: moderators see here what they hid, and readers what they leave out of lists. */
  withHidden?: true
  /** More columns and joins: why an entry is here. */
  columns?: Record<string, string>
  joins?: string
}

export interface PageOptions {
  before?: string
  after?: string
  limit?: number
}

export interface FeedSlice {
  rows: EntryRow[]
  /** Cursor of the last row, when there are more. */
  next?: string
  /** Cursor of the first row: where news begins. */
  newest?: string
}

/** Reads one page of rows: one statement, by a range of an index, whatever the size of the feed. */
export async function readSlice(site: Site, actor: Actor, feed: FeedQuery, options: PageOptions = {}): Promise<FeedSlice> {
  const limit = options.limit ?? pageSize
  const { columns, joins } = entrySelect(actor)
  const visible = visibleSql(actor, feed)
  const tie = feed.tie ?? 'e.id'
  const range: Sql[] = []
  if (options.before) range.push(compare(feed.place, tie, '<', readCursor(options.before)))
  if (options.after) range.push(compare(feed.place, tie, '>', readCursor(options.after)))
  const chosen = feed.withHidden ? undefined : withoutLabelsSql(actor)
  const conditions = [feed.where, ...range, visible, ...(chosen ? [chosen] : [])]
  const sql = `from ${feed.from} ${joins.sql} ${feed.joins ?? ''}
    where ${conditions.map(condition => condition.sql).join(' and ')}
    order by ${feed.place} desc, ${tie} desc limit ${limit + 1}`
  const bindings = [...(feed.fromBindings ?? []), ...joins.bindings, ...conditions.flatMap(condition => condition.bindings)]
  const all = { ...columns, place: feed.place, ...feed.columns } as Columns<EntryRow>
  const rows = await selectRecords<EntryRow>(site.db, all, [{ sql, bindings }])
  return sliceOf(rows, limit)
}

export function sliceOf(rows: EntryRow[], limit: number): FeedSlice {
  const shown = rows.slice(0, limit)
  const [first, last] = [shown[0], shown.at(-1)]
  return {
    rows: shown,
    ...(first && { newest: writeCursor(first) }),
    ...(last && rows.length > limit && { next: writeCursor(last) }),
  }
}

/** The views of a slice: three more statements, for any number of entries. */
export async function showSlice(site: Site, actor: Actor, slice: FeedSlice): Promise<EntryView[]> {
  const details = await readDetails(site.db, actor, slice.rows)
  return showEntries(slice.rows, details, actor, site.registry.services)
}

function compare(place: string, tie: string, sign: '<' | '>', { at, id }: Cursor): Sql {
  return { sql: `(${place}, ${tie}) ${sign} (?, ?)`, bindings: [at, id] }
}
