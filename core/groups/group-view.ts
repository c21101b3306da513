import type { FeedLink } from '../feeds/feed-view.ts'
import type { FormState } from '../http/router.ts'
import type { GroupHeaderView } from '../themes/template-views.ts'

/** What `group-edit` shows. */
export interface GroupEditView extends FormState {
  group: { name: string; handle: string; url: string; hasPicture: boolean }
}

/** What `group-members` shows. */
export interface GroupMembersView {
  group: GroupHeaderView
  /** `roleUrl` is a form address that takes `role` (`admin` or `member`) with PUT; absent for who may not change it. */
  members: (FeedLink & { role: 'admin' | 'member'; roleUrl?: string })[]
  nextUrl?: string
}
