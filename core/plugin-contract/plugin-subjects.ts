/** What can be reported, held and decided about. */
export type SubjectKind = 'entry' | 'comment' | 'member' | 'group'

/** Something as it is at this moment, for people who have to decide about it. Texts are plain. */
export interface Subject {
  kind: SubjectKind
  id: string
  /** A path of the site. */
  url: string
  title: string
  text: string
  link: string | null
  /** Addresses to which it leads, `link` among them, each once; at most 100. */
  links: string[]
  /** Paths of its pictures. */
  pictures: string[]
  /** Its pictures and files that were uploaded here, by their ids. */
  uploads: { id: string; url: string; isPicture: boolean; isCovered: boolean }[]
  /** Whether it came in from elsewhere, where its author changes it. */
  isImported: boolean
  /** Of a member, the member. */
  authorId: string | null
  authorHandle: string | null
  authorName: string | null
  /** The groups in which it stands; of a group, the group. */
  groupIds: string[]
  isPrivate: boolean
  isRemoved: boolean
  createdAt: string
  /** Changes whenever what it says is edited. */
  hash: string
  /** Of an entry: the comments to it are in this entry; of a comment: its entry. */
  entryId: string | null
  held: { reason: string; by: string } | null
}

/** Something that was published lately, for those who want to know what a rule would have found. */
export type RecentThing = Pick<
  Subject,
  'kind' | 'id' | 'url' | 'title' | 'text' | 'links' | 'pictures' | 'authorId' | 'authorHandle' | 'isImported' | 'createdAt'
>

/** A member as others have to know them to hand out work: since when they are here and what they may do. */
export interface Standing {
  id: string
  handle: string
  name: string
  role: string
  createdAt: string
  seenAt: string
}

/** Something that the site shuts out, as everybody may read it. */
export interface PublishedBan {
  id: string
  kind: 'address' | 'email' | 'link' | 'handle'
  /** Of mail or of links. */
  domain?: string
  effect: string
  reason: string
  rule: string | null
  until: string | null
  createdAt: string
  endedAt: string | null
  liftedReason: string | null
  byName?: string
}

/** That something was destroyed because it must not exist. */
export interface PublishedPurge {
  id: string
  kind: 'entry' | 'comment' | 'upload' | 'picture'
  rule: string | null
  createdAt: string
}

/** What somebody who decides has to know, private things included. Needs `subjects:read`. */
export interface PluginSubjects {
  /** One subject. With `as`, a member's id or `visitor`, only when they may see it. */
  find(kind: SubjectKind, id: string, as?: string): Promise<Subject | undefined>
  /** Ids of what waits for somebody to look at it, longest first: held entries and comments, and sign-ups, 500 of each at most. */
  waiting(): Promise<{ entryIds: string[]; commentIds: string[]; memberIds: string[] }>
  /**
   * What was published since a time, the oldest first, as everybody sees it: what is private, removed or held is left out. `after` is the id of
   * the last one of the page before. At most 200 at once.
   */
  recent(kind: 'entry' | 'comment', query: { since: string; after?: string; limit?: number }): Promise<RecentThing[]>
  /** How much a member wrote here since a time, what waits or was removed included; counted up to a thousand. Imported entries do not count. */
  deeds(memberId: string, since: string): Promise<{ entries: number; comments: number }>
  /** Members by their ids, in no order; those who are gone are left out. */
  members(ids: readonly string[]): Promise<Standing[]>
  /** Members who hold a permission of the core, at most 500. */
  holding(permission: string): Promise<Standing[]>
  /** Groups of which the member is an admin. */
  groupsRunBy(memberId: string): Promise<{ id: string; handle: string; name: string }[]>
  /** Those of `ids` who follow one of `others`, are followed by one of them, or are one of them. */
  tied(ids: readonly string[], others: readonly string[]): Promise<string[]>
  /** How many members the site has, counted up to `most`. */
  countMembers(most: number): Promise<number>
  /** Those of these members and groups that the member follows. */
  follows(memberId: string, feedIds: readonly string[]): Promise<string[]>
  /** Names of the actions that there are, of the core and of plugins. */
  actionNames(): Promise<string[]>
  /** What the site shuts out, for everybody to read, the latest first: without addresses and handles. `before` is the id of a ban. */
  bans(asked: { before?: string; limit: number }): Promise<PublishedBan[]>
  /** What was destroyed because it must not exist, for everybody to read, the latest first. `before` is the id of one. */
  purges(asked: { before?: string; limit: number }): Promise<PublishedPurge[]>
  /** The community rules as they hold now: the numbered points of `/rules`. */
  rules(): Promise<{ number: number; title: string; text: string; version: number }[]>
}
