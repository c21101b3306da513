import type { FeedLink } from '../feeds/feed-view.ts'
import type { WarningView } from '../labels/label.ts'

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
  /** What readers are warned of: then the text is folded. */
  warning?: WarningView
  /** Its author is kept out, and what they published is hidden: nothing of it is here. */
  withheld?: true
  /** Set when it was removed; only who removed it sees it still, to undo. */
  removed?: { at: string; canUndo: boolean }
}
