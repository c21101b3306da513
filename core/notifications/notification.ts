import { SiteModel } from '../db/site-model.ts'

/** What a member can be told about. The order is that of the settings page. */
export const notificationKinds = [
  'comment-on-mine',
  'comment-after-me',
  'mention',
  'subscriber',
  'request',
  'accepted',
  'invitation-used',
  'source-claimed',
  'source-paused',
  'waiting',
  'plugin',
  'site',
  'vote',
  'decision',
  'policy',
] as const

export type NotificationKind = (typeof notificationKinds)[number]

/** What changes what members agreed to, and what they can vote about, is mailed whatever they chose: nobody decides unheard. */
export const alwaysMailed: readonly NotificationKind[] = ['policy', 'vote']

/** Something a member should hear about. */
export class Notification extends SiteModel {
  static override tableName = 'notifications'
  declare memberId: string
  declare kind: NotificationKind
  /** Who did it; null when the account is gone. */
  declare actorId: string | null
  declare entryId: string | null
  declare commentId: string | null
  /** The group or feed it is about, for requests. */
  declare feedId: string | null
  /** Names the happening: a member is told once, however often the event is delivered. */
  declare about: string
  declare createdAt: string
  declare readAt: string | null
  /** When it is to be mailed; null when it was, or shall not be. */
  declare mailAt: string | null
}

/** A notification that is about to be made. */
export interface Draft {
  memberId: string
  kind: NotificationKind
  /** Absent for what a plugin or the site itself tells. */
  actorId?: string
  about: string
  entryId?: string
  commentId?: string
  feedId?: string
  /** In whose name, what, and where it leads; without `plugin` it is the site itself that tells. */
  told?: { plugin?: string; title: string; text: string; said?: string; url: string }
}
