import type { Knex } from 'knex'
import { type Actor, isMember } from '../actor.ts'
import { selectRows } from '../db/select.ts'
import { htmlToText } from '../entries/html-text.ts'
import type { Site } from '../site.ts'
import { checkReviews } from './check-reviews.ts'
import type { HeldComment } from './hold-comment.ts'

/** A comment of one's own that waits, as its author sees it. */
export type OwnHeldComment = Pick<HeldComment, 'id' | 'bodyHtml' | 'createdAt'> & { isEdit: boolean }

/** What the actor said to an entry that nobody else sees yet. */
export async function listOwnHeld(db: Knex, actor: Actor, entryId: string): Promise<OwnHeldComment[]> {
  if (!isMember(actor)) return []
  const rows: HeldComment[] = await db('held_comments').where({ authorId: actor.id, entryId }).orderBy('id').limit(50)
  return rows.map(({ id, bodyHtml, createdAt, editsId }) => ({ id, bodyHtml, createdAt, isEdit: editsId !== null }))
}

export interface WaitingComment {
  id: string
  handle: string | null
  shortId: string
  reason: string
  heldBy: string
  createdAt: string
  /** Whether it was said to a few: then what it says stays with its author. */
  isPrivate: boolean
  /** Plain text. */
  text: string
}

/** Comments that wait for somebody to look at them, longest first; at most a hundred. */
export async function listHeldComments(site: Site, actor: Actor): Promise<WaitingComment[]> {
  checkReviews(actor)
  const rows = await selectRows<Omit<WaitingComment, 'isPrivate' | 'text'> & { access: string; bodyHtml: string }>(
    site.db,
    `select h.id, h.reason, h.held_by as "heldBy", h.created_at as "createdAt", f.handle, e.short_id as "shortId", e.access,
       case when e.access = 'public' then substr(h.body_html, 1, 8000) else '' end as "bodyHtml"
     from held_comments h join entries e on e.id = h.entry_id left join feeds f on f.id = h.author_id
     order by h.created_at, h.id limit 100`,
    [],
  )
  return rows.map(({ access, bodyHtml, ...row }) => ({
    ...row,
    isPrivate: access !== 'public',
    text: htmlToText(bodyHtml).slice(0, 2000),
  }))
}
