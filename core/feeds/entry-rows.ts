import { type Actor, isMember } from '../actor.ts'
import type { Sql } from '../db/select.ts'

/** What one row of a feed brings: the entry, its author, the viewer's own marks, and why it is there. */
export interface EntryRow {
  id: string
  shortId: string
  authorId: string | null
  origin: string | null
  title: string | null
  link: string | null
  bodyHtml: string
  attachments: string
  viaName: string | null
  viaUrl: string | null
  viaService: string | null
  viaVerifiedAt: string | null
  access: 'public' | 'private' | 'held' | 'hidden'
  reach: 'friends' | 'group'
  commentCount: number
  likeCount: number
  firstCommentId: string | null
  lastCommentId: string | null
  publishedAt: string
  createdAt: string
  bumpedAt: string
  editedAt: string | null
  removedAt: string | null
  licence: string | null
  commentsLockedAt: string | null
  label: string | null
  labelNote: string | null
  authorKind: 'member' | 'group' | 'former' | null
  authorHandle: string | null
  authorName: string | null
  authorPicture: string | null
  authorAccess: 'public' | 'private' | null
  authorFindableAt: string | null
  liked: string | null
  saved: string | null
  hidden: string | null
  /** Place in the feed at hand: for its cursor. */
  place: string
  reason?: string | null
  actorId?: string | null
  actorHandle?: string | null
  actorName?: string | null
  actorPicture?: string | null
}

const columns = {
  id: 'e.id',
  shortId: 'e.short_id',
  authorId: 'e.author_id',
  origin: 'e.origin',
  title: 'e.title',
  link: 'e.link',
  bodyHtml: 'e.body_html',
  attachments: 'e.attachments',
  viaName: 'e.via_name',
  viaUrl: 'e.via_url',
  viaService: 'e.via_service',
  viaVerifiedAt: 'e.via_verified_at',
  access: 'e.access',
  reach: 'e.reach',
  commentCount: 'e.comment_count',
  likeCount: 'e.like_count',
  firstCommentId: 'e.first_comment_id',
  lastCommentId: 'e.last_comment_id',
  publishedAt: 'e.published_at',
  createdAt: 'e.created_at',
  bumpedAt: 'e.bumped_at',
  editedAt: 'e.edited_at',
  removedAt: 'e.removed_at',
  licence: 'e.licence',
  commentsLockedAt: 'e.comments_locked_at',
  label: 'e.label',
  labelNote: 'e.label_note',
  authorKind: 'a.kind',
  authorHandle: 'a.handle',
  authorName: 'a.name',
  authorPicture: 'a.picture',
  authorAccess: 'a.access',
  authorFindableAt: 'a.findable_at',
}

/** What brought an entry to a home feed. The member who did is joined as `feeds as r`. */
export const reasonColumns = {
  reason: 't.reason',
  actorId: 't.actor_id',
  actorHandle: 'r.handle',
  actorName: 'r.name',
  actorPicture: 'r.picture',
}

/** Columns and joins of an EntryRow on `entries as e`, for this viewer. */
export function entrySelect(actor: Actor): { columns: Record<string, string>; joins: Sql } {
  const author = 'left join feeds a on a.id = e.author_id'
  if (!isMember(actor))
    return { columns: { ...columns, liked: 'null', saved: 'null', hidden: 'null' }, joins: { sql: author, bindings: [] } }
  return {
    columns: { ...columns, liked: 'ml.created_at', saved: 'ms.created_at', hidden: 'mh.created_at' },
    joins: {
      sql: `${author}
        left join likes ml on ml.entry_id = e.id and ml.member_id = ?
        left join saves ms on ms.entry_id = e.id and ms.member_id = ?
        left join hides mh on mh.entry_id = e.id and mh.member_id = ?`,
      bindings: [actor.id, actor.id, actor.id],
    },
  }
}
