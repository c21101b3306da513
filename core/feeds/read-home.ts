import type { Actor, MemberActor } from '../actor.ts'
import { dialectOf } from '../db/in-list.ts'
import type { Site } from '../site.ts'
import { buildTimeline } from './build-timeline.ts'
import { pageSize, readCursor, writeCursor } from './cursor.ts'
import { reasonColumns } from './entry-rows.ts'
import { homeOf } from './feed-queries.ts'
import { mergeFollowed } from './merge-followed.ts'
import { type FeedQuery, type FeedSlice, type PageOptions, readSlice, sliceOf } from './read-feed.ts'

interface HomeOptions extends PageOptions {
  /** Hidden entries too. */
  hidden?: boolean
}

/**
 * A page of a reader's home. It is a range of the timeline; who has no timeline yet gets it now. Pages older than what the
 * timeline keeps are merged from the feeds that the reader follows.
 */
export async function readHome(site: Site, actor: MemberActor, options: HomeOptions): Promise<FeedSlice> {
  if (!actor.member.timelineBuiltAt) await buildTimeline(site, actor.id)
  const limit = options.limit ?? pageSize
  const slice = await readSlice(site, actor, homeOf(actor, options), options)
  if (!options.before || slice.next) return slice
  const older = await readSlice(site, actor, mergedHome(site, actor, { ...options, before: options.before, limit }), {
    before: options.before,
    limit,
  })
  const rows = [...slice.rows, ...older.rows].sort((a, b) => (writeCursor(a) < writeCursor(b) ? 1 : -1))
  const joined = sliceOf(rows, limit)
  const last = joined.rows.at(-1)
  return older.next && last ? { ...joined, next: writeCursor(last) } : joined
}

function mergedHome(site: Site, actor: Actor, { before, limit, hidden }: HomeOptions & { before: string; limit: number }): FeedQuery {
  const reader = actor.id ?? ''
  // An entry with a timeline row is in the other half already. The tilde lets in what has the very time of the cursor.
  const merged = mergeFollowed(dialectOf(site.db), reader, { perFeed: limit * 2, limit: limit * 4, before: `${readCursor(before).at}~` })
  return {
    from: `(${merged.sql}) t join entries e on e.id = t.entry_id`,
    fromBindings: merged.bindings,
    place: 't.bumped_at',
    tie: 't.entry_id',
    where: {
      sql: `${hidden ? '' : 'mh.entry_id is null and '}not exists (select 1 from timeline x where x.entry_id = t.entry_id and x.reader_id = ?)`,
      bindings: [reader],
    },
    columns: reasonColumns,
    joins: 'left join feeds r on r.id = t.actor_id',
  }
}
