import type { EntryView, TagLink } from '../entries/entry-view.ts'
import type { FeedFormat, FeedLink, FeedPage } from '../feeds/feed-view.ts'
import type { FormField } from '../panel/schema-form.ts'

/**
 * What each template of the default theme receives, beside PageView. A promise to theme authors, as `core/api` is to
 * plugins. Names of PageView (`site`, `me`, `csrf`, `notice`, `path`, `locale`, `dir`, `groups`, `signUp`) are taken.
 */
export interface TemplateViews {
  home: HomeView
  /** Public feed, saves and other plain feeds. */
  feed: PlainFeedView
  tag: TagPageView
  profile: ProfileView
  group: GroupPageView
  groups: GroupsView
  entry: EntryPageView
  /** Sharing something on a page of its own: what the share box refused, or a link from elsewhere. */
  'entry-new': { shareBox: ShareBoxView }
  /** A comment that was refused, with what was typed. */
  'comment-new': { entryId: string; values: { body?: string }; problems: Record<string, string> }
  /** A page that the site itself wrote. */
  page: { title: string; bodyHtml: string; publishedAt: string; proposeUrl?: string }
  notifications: NotificationsView
  problem: ProblemView
  'running-code': RunningCodeView
  /** One entry, for requests of htmx that changed it. */
  'entry-fragment': { entry: EntryView }
  /** The entries bumped since, answered at `newerUrl`. */
  'entries-fragment': { entries: EntryView[]; newerUrl?: string; more?: boolean }
  /** All comments of an entry, answered at `/entries/{id}/comments`. */
  'comments-fragment': { entry: EntryView }
  /** A failure, for a request of a script. */
  'problem-fragment': ProblemView
}

/** Where a new entry may go; absent when the viewer may not post here. */
export interface ShareBoxView {
  /** The viewer's own feed first. */
  to: { id: string; name: string; kind: 'member' | 'group'; checked: boolean }[]
  /** What the author lets others do, the usual one chosen. `says` is a message for `t`. */
  licences: { value: string; name: string; says: string; selected: boolean }[]
  /** What was typed, when the form comes back with problems, or what it is to begin with. */
  values?: { body?: string; link?: string }
  /** What plugins let one put into an entry. */
  inserts?: { name: string; title: string; url: string }[]
  /** The one that was chosen, with its fields. */
  insert?: { name: string; title: string; fields: FormField[] }
  /** Sentences by field; under `form` what is about none of them. */
  problems?: Record<string, string>
  /** Pictures that were sent already when something else was refused. */
  pictures?: { id: string; url: string }[]
}

export interface HomeView extends FeedPage<EntryView> {
  /** Absent for a visitor, who sees the public feed with a word of welcome. */
  shareBox?: ShareBoxView
  formats?: FeedFormat[]
  /** People and groups the viewer may like to follow. */
  suggestions?: SuggestionView[]
  /** Whether the viewer has connected no source yet: the page offers it. */
  noSources?: boolean
}

export interface SuggestionView extends FeedLink {
  /** Plain text, one line. */
  why?: string
}

export interface PlainFeedView extends FeedPage<EntryView> {
  title: string
  intro?: string
  formats?: FeedFormat[]
  shareBox?: ShareBoxView
  /** What to say when there are no entries. */
  empty?: EmptyView
}

/** What is filed under a tag. */
export interface TagPageView extends FeedPage<EntryView> {
  tag: TagLink
  /** How many entries everybody may read; the reader may see more. */
  uses: number
  formats: FeedFormat[]
}

export interface EmptyView {
  title: string
  text?: string
  /** What the reader can do about it. */
  action?: { label: string; url: string }
}

export interface ProfileView extends FeedPage<EntryView> {
  profile: MemberHeaderView
  tab: 'entries' | 'comments' | 'likes' | 'discussion'
  formats?: FeedFormat[]
  /** Set when the viewer may not see what is here. */
  locked?: boolean
}

export interface MemberHeaderView extends FeedLink {
  bioHtml: string
  links: { title: string; url: string }[]
  /** Connected sources people may see. */
  sources: { title: string; service: string; icon: string; url: string }[]
  counts: { entries: number; comments: number; likes: number; subscribers: number; subscriptions: number }
  joinedAt: string
  /** Asks before anyone may follow. */
  private: boolean
  /** What the viewer is to this feed. `self` sees an edit link, `none` for a visitor. */
  relation: 'self' | 'subscribed' | 'requested' | 'not-subscribed' | 'blocked' | 'none'
  /** Whether this member follows the viewer. */
  followsMe?: boolean
}

export interface GroupPageView extends FeedPage<EntryView> {
  group: GroupHeaderView
  shareBox?: ShareBoxView
  formats?: FeedFormat[]
  locked?: boolean
}

export interface GroupHeaderView extends FeedLink {
  descriptionHtml: string
  access: 'public' | 'private'
  /** `entries` is absent for who may not read them. */
  counts: { members: number; entries?: number }
  admins: FeedLink[]
  relation: 'admin' | 'member' | 'requested' | 'invited' | 'banned' | 'not-member' | 'none'
  /** Whether its entries come to the viewer's home page. */
  subscribed: boolean
  /** Who is in it; absent for who may not know. */
  membersUrl?: string
  /** Where its admins run it; absent for others. */
  settingsUrl?: string
  /** How many people wait for an answer; absent for who cannot give one. */
  requests?: number
  createdAt?: string
}

/** A group in a list. */
export interface GroupRowView extends FeedLink {
  /** Plain text. */
  description: string
  access: 'public' | 'private'
  members: number
  relation: GroupHeaderView['relation']
  activeAt?: string
}

export interface GroupsView {
  mine: GroupRowView[]
  /** Public groups the viewer is not in; with `search` all public groups that match. */
  others: GroupRowView[]
  /** What the reader looked for. */
  search?: string
  nextUrl?: string
  canCreate: boolean
}

export interface EntryPageView {
  entry: EntryView
  /** The versions of the site's texts under which it was published. `title` is a message for `t`. */
  terms?: { title: string; version: number; url: string }[]
  /** Server-sent events that announce news for this entry. */
  liveUrl?: string
  formats?: FeedFormat[]
  /** A very long thread is shown in parts: the parts before and after. */
  earlierCommentsUrl?: string
  laterCommentsUrl?: string
}

export interface NotificationsView {
  /** Newest first. `label` is a date as people say it: "Today", "Friday, 21 November". */
  days: { label: string; notifications: NotificationView[] }[]
  /** Whether any is unread, on this page or another. */
  anyUnread: boolean
  nextUrl?: string
}

export interface NotificationView {
  id: string
  /** Who did it last. */
  actor: FeedLink
  /** Who did the same that day, `actor` first: several comments on one entry are one row. */
  people: FeedLink[]
  /** How many more people did. */
  more: number
  /** A message for `t` with `{who}` and `{what}`: `{who} commented on {what}`. */
  message: string
  /** How a comment begins, as plain text. */
  said?: string
  /** What it is about: where the row leads. */
  what?: { text: string; url: string }
  url: string
  at: string
  unread: boolean
  /** A question with two answers: requests to follow or join. Both are form addresses; `refuse` posts with `_method=delete`. */
  request?: { acceptUrl: string; refuseUrl: string }
}

export interface ProblemView {
  status: number
  /** Fit for the visitor; a message for `t`. */
  message: string
  /** Of single fields, when there are several. */
  problems?: string[]
}

/** The page `/source`. */
export interface RunningCodeView {
  version: string
  commit?: string
  /** What the files were compared with; `unknown` when there was nothing to compare with. */
  compared: 'commit' | 'release' | 'unknown'
  /** Files of the program. */
  count: number
  differs: { path: string; how: 'changed' | 'added' | 'removed' }[]
  /** How many more differ. */
  more: number
  /** Plugins that came as packages. */
  packages: { title: string; version: string; licence: string }[]
}
