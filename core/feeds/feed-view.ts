/** A member, a group or a former member, as a name that can be clicked. */
export interface FeedLink {
  id: string
  kind: 'member' | 'group' | 'former'
  handle: string
  name: string
  /** Absent for a former member. */
  url?: string
  /** Square picture, 96 px; absent when there is none (themes draw the initial). */
  pictureUrl?: string
  /** First letter of the name, upper case: drawn when there is no picture. */
  initial: string
  /** 0–11, stable for the member: lets themes colour the drawn initial. */
  hue: number
}

/** One page of a feed: what home, profiles, groups and the public feed share. */
export interface FeedPage<Entry> {
  entries: Entry[]
  /** Address of the next, older page; absent on the last one. */
  nextUrl?: string
  /** Address that answers the entries bumped since this page was made: for live updates. */
  newerUrl?: string
  /** Set on what was bumped since: there is more of it than one page holds, so that it cannot be put above the old one. */
  more?: boolean
  /** Address of the server-sent events that announce news for this page. */
  liveUrl?: string
}

/** A way to read the same feed elsewhere. */
export interface FeedFormat {
  type: 'application/atom+xml' | 'application/rss+xml' | 'application/feed+json'
  title: string
  url: string
}
