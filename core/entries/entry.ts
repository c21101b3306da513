import { SiteModel } from '../db/site-model.ts'

/** One thing posted or brought in. Its destinations stand in `entry_feeds`. */
export class Entry extends SiteModel {
  static override tableName = 'entries'
  declare shortId: string
  /** Null when the author's account is gone and only what others wrote remains. */
  declare authorId: string | null
  declare sourceId: string | null
  declare origin: string | null
  declare title: string | null
  declare link: string | null
  declare body: string
  declare bodyHtml: string
  declare original: string | null
  /** JSON: Attachment[]. */
  declare attachments: string
  declare viaName: string | null
  declare viaUrl: string | null
  declare viaService: string | null
  declare viaVerifiedAt: string | null
  /** `held`: for its author alone, until somebody has looked at it. `hidden`: for its author and staff, because moderators hid it. */
  declare access: 'public' | 'private' | 'held' | 'hidden'
  declare reach: 'friends' | 'group'
  declare commentCount: number
  declare likeCount: number
  declare lastNumber: number
  declare firstCommentId: string | null
  declare lastCommentId: string | null
  declare publishedAt: string
  declare bumpedAt: string
  declare createdAt: string
  declare editedAt: string | null
  declare removedAt: string | null
  declare removedBy: string | null
  /** The archive that it was brought in with. */
  declare importBatchId: string | null
  declare removedReason: string | null
  /** Since when nobody comments any more. */
  declare commentsLockedAt: string | null
  /** What readers are warned of, and in which words; who of staff said so. */
  declare label: string | null
  declare labelNote: string | null
  declare labelledBy: string | null
  /** Null: all rights reserved. */
  declare licence: string | null
}
