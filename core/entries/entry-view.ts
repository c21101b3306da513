import type { CommentView } from '../comments/comment-view.ts'
import type { FeedLink } from '../feeds/feed-view.ts'
import type { OwnHeldComment } from '../held/list-held-comments.ts'
import type { WarningView } from '../labels/label.ts'
import type { LicenceView } from '../licences/licence.ts'

/** An entry as a page shows it to one viewer. Links are paths within the site unless said otherwise. */
export interface EntryView {
  id: string
  shortId: string
  /** Permalink: `/ann/3f2a9c`. */
  url: string
  author: FeedLink
  /**
   * What it is in words, a message for `t` with `service`: `posted a video on YouTube`, `wrote`, or for an unverified
   * source `from YouTube`. Empty for a native message.
   */
  said: string
  /** Destinations other than the author's own feed. */
  to: FeedLink[]
  /** Where it came from. `url` is absolute and leads to the original. */
  via?: { name: string; url?: string; icon: string; verified: boolean }
  title?: string
  /** Absolute address of what it is about. */
  link?: string
  /** Host of `link` without `www.`. */
  linkHost?: string
  /** Sanitised; may be empty. */
  bodyHtml: string
  /** Set when the body is long: the feed shows it folded behind "Read more". */
  long: boolean
  pictures: PictureView[]
  players: PlayerView[]
  files: FileView[]
  /** What it is about, without those that are hidden: from its text, and from where it came. Absent when there are none. */
  tags?: TagLink[]
  /** Those of them that are no links in `bodyHtml`, to stand below it. */
  tagsBelow?: TagLink[]
  /** What plugins let the author put in; absent when there is nothing. */
  inserts?: InsertView[]
  /** UTC ISO text. */
  publishedAt: string
  editedAt?: string
  /** When it came to this site: here and not elsewhere. UTC ISO text. */
  createdAt: string
  /** What others may do with it; absent for all rights reserved. */
  licence?: LicenceView
  /** Why it stands in this feed, when that is not obvious: whose activity brought it here. */
  reason?: { kind: 'comment' | 'like'; person: FeedLink }
  /** Folded as FriendFeed did: up to 3 in full, else the first and the last. */
  comments: CommentView[]
  /** How many comments are left out between the first and the last; 0 when none. */
  foldedComments: number
  commentCount: number
  /** What the viewer said to it and nobody else sees yet; on the entry's own page, and right after it was said. */
  heldComments?: OwnHeldComment[]
  /** Viewer first, then the viewer's friends, then others, newest first: up to 4, else 3. */
  likers: FeedLink[]
  /** How many more people like it. */
  otherLikers: number
  likeCount: number
  liked: boolean
  saved: boolean
  /** Whether the viewer hid it from their home; everywhere else it stands as ever. */
  hidden: boolean
  /** Set right after it was hidden: only a line is left, with the way back. */
  hiddenNow?: true
  can: { comment: boolean; like: boolean; edit: boolean; remove: boolean; hide: boolean; save: boolean }
  /** Set when nobody but the author sees it until somebody has looked at it. */
  held?: true
  /** Set when moderators hid it: nobody but its author and staff sees it. */
  withheld?: true
  /** Set when nobody comments any more. */
  locked?: true
  /** What readers are warned of: then title, text and pictures are folded. */
  warning?: WarningView
  /** Set when moderators covered one of its pictures. */
  covered?: true
  /** Set when the entry was removed: who sees it still (the author) may undo. */
  removed?: { at: string; canUndo: boolean }
}

export interface TagLink {
  /** `webdevelopment` */
  name: string
  /** As people write it, without the `#`. */
  label: string
  url: string
}

export interface PictureView {
  /** Address on this site (own upload or the site's cache). */
  url: string
  /** A small one: 175 px high at most, as FriendFeed's strip. */
  thumbUrl: string
  /** Of the thumbnail, in CSS pixels; known before it loads so that nothing jumps. */
  width: number
  height: number
  alt: string
}

/** A player that loads only when clicked. */
export interface PlayerView {
  kind: 'frame' | 'audio' | 'video'
  /** Absolute address of the frame or the media file. */
  url: string
  /** Still picture on this site. */
  stillUrl?: string
  title: string
  /** Width divided by height; 0 for audio. */
  ratio: number
  /** `1:02:03`. */
  duration?: string
}

export interface InsertView {
  id: string
  /** `polls.poll`. */
  name: string
  data: Record<string, unknown>
  /** As the plugin shows it to this reader; absent when it is off or gone. */
  partHtml?: string
  /** What it is called: `Poll`. */
  title: string
  /** What stands there then, in the reader's language on pages and in English elsewhere. */
  fallbackHtml: string
  fallbacks?: Record<string, string>
}

export interface FileView {
  url: string
  name: string
  /** `1.2 MB`. */
  size?: string
}
