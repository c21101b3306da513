import { type Actor, isMember } from '../actor.ts'
import { reasonColumns } from './entry-rows.ts'
import type { FeedQuery } from './read-feed.ts'

/** What was posted to a feed, last talked about first. */
export function postedTo(feedId: string): FeedQuery {
  return {
    from: 'entry_feeds d join entries e on e.id = d.entry_id',
    place: 'd.bumped_at',
    tie: 'd.entry_id',
    where: { sql: 'd.feed_id = ?', bindings: [feedId] },
  }
}

/** Everything public on the site. */
export function publicFeed(): FeedQuery {
  return { from: 'entries e', place: 'e.bumped_at', where: { sql: `e.access = 'public'`, bindings: [] } }
}

/** What is filed under a tag, published last first: talking about an entry does not move it, so that it costs nothing here. */
export function taggedWith(name: string): FeedQuery {
  return {
    from: 'entry_tags k join entries e on e.id = k.entry_id',
    place: 'k.at',
    tie: 'k.entry_id',
    where: { sql: 'k.tag = ?', bindings: [name] },
  }
}

/** What a member commented on or liked, by the time of that. */
export function activityOf(memberId: string, kind: 'comment' | 'like'): FeedQuery {
  return {
    from: 'activities v join entries e on e.id = v.entry_id',
    place: 'v.at',
    tie: 'v.entry_id',
    where: { sql: 'v.member_id = ? and v.kind = ?', bindings: [memberId, kind] },
  }
}

/** What a member took part in: their own entries that others talked about are left out, as FriendFeed's discussion tab did. */
export function discussionOf(memberId: string): FeedQuery {
  return {
    from: 'activities v join entries e on e.id = v.entry_id',
    place: 'v.at',
    tie: 'v.entry_id',
    // Of two rows for one entry, the later one stands for both.
    where: {
      sql: `v.member_id = ? and not exists (select 1 from activities w where w.entry_id = v.entry_id and w.member_id = v.member_id
        and w.kind <> v.kind and (w.at > v.at or (w.at = v.at and w.kind > v.kind)))`,
      bindings: [memberId],
    },
  }
}

/** What a member saved, last saved first. */
export function savedBy(memberId: string): FeedQuery {
  return {
    from: 'saves k join entries e on e.id = k.entry_id',
    place: 'k.created_at',
    tie: 'k.entry_id',
    where: { sql: 'k.member_id = ?', bindings: [memberId] },
  }
}

/** A reader's home: rows of the timeline, with the activity that brought an entry there. Hidden entries are left out unless asked for. */
export function homeOf(actor: Actor, { hidden = false } = {}): FeedQuery {
  const reader = isMember(actor) ? actor.id : ''
  return {
    from: 'timeline t join entries e on e.id = t.entry_id',
    place: 't.bumped_at',
    tie: 't.entry_id',
    where: { sql: `t.reader_id = ? and t.reason <> 'withdrawn'${hidden ? '' : ' and mh.entry_id is null'}`, bindings: [reader] },
    columns: reasonColumns,
    joins: 'left join feeds r on r.id = t.actor_id',
  }
}
