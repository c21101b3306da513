/** The objects of FriendFeed's API v2, with what is left out of them here and what was added (docs/api.md). */
export interface FeedJson extends PersonJson {
  /** HTML. */
  description?: string
  picture?: string
  commands?: string[]
  entries?: EntryJson[]
  /** Goes into `before` to read on. */
  next?: string
}

/** A feed where another object mentions it. */
export interface PersonJson {
  /** The handle; empty for a former member. */
  id: string
  name: string
  type: 'user' | 'group' | 'special'
  private?: true
}

export interface FeedInfoJson extends FeedJson {
  subscriptions?: PersonJson[]
  subscribers?: PersonJson[]
  admins?: PersonJson[]
  services?: ServiceJson[]
  /** Lists that were longer than what is sent. */
  incomplete?: string[]
}

export interface ServiceJson {
  id: string
  name: string
  url?: string
  profile: string
}

export interface EntryJson {
  /** `e/` and 32 hex digits. */
  id: string
  url: string
  short_id: string
  short_url: string
  date: string
  /** HTML. */
  body: string
  /** The whole text as HTML, where the body is a title. */
  content?: string
  rawBody?: string
  rawLink?: string
  from: PersonJson
  to?: PersonJson[]
  comments?: (CommentJson | PlaceholderJson)[]
  likes?: (LikeJson | PlaceholderJson)[]
  thumbnails?: ThumbnailJson[]
  files?: FileJson[]
  inserts?: InsertJson[]
  via?: { name: string; url?: string }
  commands?: string[]
  /** Without the `#`. */
  tags?: string[]
  /** What others may do with it; absent for all rights reserved. */
  licence?: { id: string; name: string; url: string }
  /** What readers are warned of before they see it. */
  warning?: WarningJson
  fof?: { type: 'comment' | 'like'; from: PersonJson }
  fof_html?: string
  hidden?: true
}

export interface CommentJson {
  /** The entry's id, `/c/` and 32 hex digits. */
  id: string
  date: string
  body: string
  rawBody?: string
  from: PersonJson
  /** What readers are warned of before they see it. */
  warning?: WarningJson
  commands?: string[]
}

/** A content warning: `label` is `sensitive`, `violence`, `spoiler` or `other`; `note` what its author or a moderator wrote beside it. */
export interface WarningJson {
  label: string
  title: string
  note?: string
}

export interface LikeJson {
  date: string
  from: PersonJson
}

/** Stands for what was left out between the others. */
export interface PlaceholderJson {
  placeholder: true
  body: string
  num: number
}

export interface ThumbnailJson {
  url: string
  link: string
  width?: number
  height?: number
  /** HTML that plays it. */
  player?: string
}

export interface FileJson {
  url: string
  type: string
  name: string
  size?: number
}

/** What a plugin put into an entry, as it reads without the plugin. */
export interface InsertJson {
  id: string
  /** Plugin and type: `polls.poll`. */
  type: string
  title: string
  /** Plain text. */
  text: string
  /** HTML. */
  body: string
  /** Where it is to be used. */
  link: string
}
