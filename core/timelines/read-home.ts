import type { MemberActor } from '../actor.ts'
import { withoutMuted } from '../blocks/without-muted.ts'
import { pageSize, writeCursor } from '../feeds/cursor.ts'
import type { EntryRow } from '../feeds/entry-rows.ts'
import { homeOf } from '../feeds/feed-queries.ts'
import { type FeedSlice, type PageOptions, readSlice, sliceOf } from '../feeds/read-feed.ts'
import type { Site } from '../site.ts'
import { buildTimeline } from './build-timeline.ts'
import { readOlderHome } from './read-older-home.ts'

interface HomeOptions extends PageOptions {
  /** Hidden entries too. */
  hidden?: boolean
}

/**
 * A page of a reader's home. It is a range of the timeline; who has no timeline yet gets it now. Pages older than what the
 * timeline keeps are merged from the feeds that the reader follows. What the reader muted is left out, which makes a page shorter.
 */
export async function readHome(site: Site, actor: MemberActor, options: HomeOptions): Promise<FeedSlice> {
  const slice = await readAll(site, actor, options)
  return { ...slice, rows: await withoutMuted(site, actor, slice.rows) }
}

async function readAll(site: Site, actor: MemberActor, options: HomeOptions): Promise<FeedSlice> {
  if (!actor.member.timelineBuiltAt) await buildTimeline(site, actor.id)
  const slice = await readSlice(site, actor, homeOf(actor, options), options)
  if (options.after || slice.next || !(await isCut(site, actor))) return slice

  const limit = options.limit ?? pageSize
  const older = await readOlderHome(site, actor, options)
  const rows = [...slice.rows, ...older.rows].sort(byPlace)
  const joined = sliceOf(rows, limit)
  return joined.next || !older.next ? joined : { ...joined, next: older.next }
}

async function isCut(site: Site, { id }: MemberActor): Promise<boolean> {
  const row: { timelineFrom: string | null } | undefined = await site.db('members').where({ id }).first('timelineFrom')
  return typeof row?.timelineFrom === 'string'
}

function byPlace(a: EntryRow, b: EntryRow): number {
  return writeCursor(a) < writeCursor(b) ? 1 : -1
}
