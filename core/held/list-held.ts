import type { Actor } from '../actor.ts'
import { selectRows } from '../db/select.ts'
import { htmlToText } from '../entries/html-text.ts'
import { readCursor } from '../feeds/cursor.ts'
import { type FeedLinkRow, feedLink } from '../feeds/feed-link.ts'
import type { FeedLink } from '../feeds/feed-view.ts'
import type { Site } from '../site.ts'
import { checkReviews } from './check-reviews.ts'

export interface HeldEntry {
  id: string
  author?: FeedLink
  reason: string
  heldBy: string
  createdAt: string
  /** Whether it was meant for a few: then what it says stays with its author, and only why it is held is shown. */
  isPrivate: boolean
  title: string | null
  /** Plain text. */
  text: string
  link: string | null
  viaName: string | null
}

interface Row extends Omit<FeedLinkRow, 'id'> {
  id: string
  authorId: string | null
  reason: string
  heldBy: string
  createdAt: string
  wouldBe: 'public' | 'private'
  title: string | null
  bodyHtml: string
  link: string | null
  viaName: string | null
}

/** Entries that wait for somebody to look at them, longest first. `after` is the cursor of the last one seen. */
export async function listHeld(site: Site, actor: Actor, { after, limit }: { after?: string; limit: number }): Promise<HeldEntry[]> {
  checkReviews(actor)
  const { at, id } = after ? readCursor(after) : { at: '', id: '' }
  // What was meant for a few does not even leave the database.
  const rows = await selectRows<Row>(
    site.db,
    `select h.id, h.reason, h.held_by as "heldBy", h.created_at as "createdAt", h.would_be as "wouldBe", e.author_id as "authorId",
      case when h.would_be = 'public' then e.title end as title, case when h.would_be = 'public' then e.link end as link,
      case when h.would_be = 'public' then substr(e.body_html, 1, 8000) else '' end as "bodyHtml", e.via_name as "viaName",
      a.kind, a.handle, a.name, a.picture
     from (select w.entry_id as id, w.reason, w.held_by, w.created_at, case when exists (
         select 1 from entry_feeds d join feeds f on f.id = d.feed_id where d.entry_id = w.entry_id and f.access = 'public'
       ) then 'public' else 'private' end as would_be from held_entries w where (w.created_at, w.entry_id) > (?, ?)
       order by w.created_at, w.entry_id limit ?) h
     join entries e on e.id = h.id left join feeds a on a.id = e.author_id order by h.created_at, h.id`,
    [at, id, limit],
  )
  return rows.map(({ authorId, kind, handle, name, picture, wouldBe, bodyHtml, ...row }) => ({
    ...row,
    isPrivate: wouldBe !== 'public',
    text: htmlToText(bodyHtml).slice(0, 2000),
    ...(authorId && handle && { author: feedLink({ id: authorId, kind, handle, name, picture }) }),
  }))
}
