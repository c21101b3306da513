import { type Actor, isMember } from '../actor.ts'
import type { Sql } from '../db/in-list.ts'

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
  access: 'public' | 'private'
  reach: 'friends' | 'group'
  commentCount: number
  likeCount: number
  firstCommentId: string | null
  lastCommentId: string | null
  publishedAt: string
  bumpedAt: string
  editedAt: string | null
  removedAt: string | null
  authorKind: 'member' | 'group' | 'former' | null
  authorHandle: string | null
  authorName: string | null
  authorPicture: string | null
  authorAccess: 'public' | 'private' | null
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

const columns = `e.id, e.short_id as "shortId", e.author_id as "authorId", e.origin, e.title, e.link, e.body_html as "bodyHtml", e.attachments,
  e.via_name as "viaName", e.via_url as "viaUrl", e.via_service as "viaService", e.via_verified_at as "viaVerifiedAt",
  e.access, e.reach, e.comment_count as "commentCount", e.like_count as "likeCount",
  e.first_comment_id as "firstCommentId", e.last_comment_id as "lastCommentId",
  e.published_at as "publishedAt", e.bumped_at as "bumpedAt", e.edited_at as "editedAt", e.removed_at as "removedAt",
  a.kind as "authorKind", a.handle as "authorHandle", a.name as "authorName", a.picture as "authorPicture", a.access as "authorAccess"`

/** Columns and joins of an EntryRow on `entries as e`, for this viewer. */
export function entrySelect(actor: Actor): { columns: string; joins: Sql } {
  const author = 'left join feeds a on a.id = e.author_id'
  if (!isMember(actor)) return { columns: `${columns}, null as liked, null as saved, null as hidden`, joins: { sql: author, bindings: [] } }
  return {
    columns: `${columns}, ml.created_at as liked, ms.created_at as saved, mh.created_at as hidden`,
    joins: {
      sql: `${author}
        left join likes ml on ml.entry_id = e.id and ml.member_id = ?
        left join saves ms on ms.entry_id = e.id and ms.member_id = ?
        left join hides mh on mh.entry_id = e.id and mh.member_id = ?`,
      bindings: [actor.id, actor.id, actor.id],
    },
  }
}
