import type { FeedLink } from '../feeds/feed-view.ts'
import type { MemberHeaderView } from '../themes/template-views.ts'

/** What the button beside a name needs. */
export interface SubscribeButtonView {
  handle: string
  name: string
  private: boolean
  relation: MemberHeaderView['relation']
}

export interface PersonView extends FeedLink {
  private: boolean
  relation: MemberHeaderView['relation']
  /** Form address whose DELETE ends this subscription to the viewer's private feed. */
  removeUrl?: string
}

/** What `people` shows: who follows a feed, or whom a member follows. */
export interface PeopleView {
  feed: FeedLink
  tab: 'subscribers' | 'subscriptions'
  people: PersonView[]
  nextUrl?: string
}

/** What `requests` shows. */
export interface RequestsView {
  /** `group` is what the person wants to join; absent when the person wants to follow the viewer. */
  requests: { person: FeedLink; group?: FeedLink; at: string; acceptUrl: string; refuseUrl: string }[]
  nextUrl?: string
}
