import type { FeedLink } from '../feeds/feed-view.ts'

/** A comment as a page shows it to one viewer. */
export interface CommentView {
  id: string
  /** Counts from 1 within its entry and never changes. */
  number: number
  author: FeedLink
  bodyHtml: string
  createdAt: string
  editedAt?: string
  can: { edit: boolean; remove: boolean }
  /** Set when it was removed; only who removed it sees it still, to undo. */
  removed?: { at: string; canUndo: boolean }
}
