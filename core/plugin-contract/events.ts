/**
 * All events of the core with what they carry: ids and plain values, because they cross a restart.
 * Each is written in the transaction of its cause and delivered after the commit, at least once.
 * Plugins add theirs by declaration merging.
 */
export interface Events {
  /** A member's account can be used from now on (signed up, or approved). */
  'member.joined': { memberId: string; invitationId?: string }
  /** Somebody signed up and waits for approval; `hold` says why, where a plugin wanted it. */
  'member.waiting': { memberId: string; hold?: string }
  /** Name, picture, description or links of a member or group changed. */
  'feed.edited': { feedId: string }
  /** An account is gone for good; its id stands only in what others wrote. */
  'member.destroyed': { memberId: string; handle: string }
  'entry.published': { entryId: string; authorId: string; feedIds: string[] }
  /**
   * Entries that came in together, oldest first: from a source in one fetch, or from an archive that the member brought. `first` marks
   * old news: the first fetch of a source, and all archives.
   */
  'entries.imported': {
    entryIds: string[]
    authorId: string
    sourceId: string | null
    importBatchId?: string
    feedIds: string[]
    first: boolean
  }
  /** A member took all of an archive back: its entries are removed. Or put it back. */
  'import.removed': { importBatchId: string; memberId: string }
  'import.restored': { importBatchId: string; memberId: string }
  'entry.edited': { entryId: string }
  /** Nobody but their author sees these until somebody has looked at them. */
  'entries.held': { entryIds: string[] }
  /** Nobody but their author sees these comments until somebody has looked at them; they are no comments yet. */
  'comments.held': { commentIds: string[] }
  /** Moderators hid these from everybody but their author and staff. Or they are shown again. */
  'entries.hidden': { entryIds: string[] }
  'entries.shown': { entryIds: string[] }
  /** An entry was taken out of a group, or put back. */
  'entry.moved': { entryId: string }
  /** A moderator opened a private entry because it was reported. */
  'entry.opened': { entryId: string; byId: string }
  'entry.removed': { entryId: string; authorId: string | null }
  'entry.restored': { entryId: string }
  'comment.published': { commentId: string; entryId: string; authorId: string; at: string }
  'comment.edited': { commentId: string; entryId: string }
  /** A removed comment came back; its number and place are what they were. */
  'comment.restored': { commentId: string; entryId: string; authorId: string }
  'comment.removed': { commentId: string; entryId: string; authorId: string | null }
  'like.added': { entryId: string; memberId: string; at: string }
  'like.removed': { entryId: string; memberId: string }
  'subscription.added': { memberId: string; feedId: string }
  'subscription.removed': { memberId: string; feedId: string }
  /** Somebody asks to read a private feed or to join a private group. */
  'subscription.requested': { memberId: string; feedId: string }
  /** Who keeps the feed said yes (`subscription.added` comes with it) or no. */
  'subscription.accepted': { memberId: string; feedId: string }
  'subscription.refused': { memberId: string; feedId: string }
  'membership.added': { groupId: string; memberId: string }
  'membership.removed': { groupId: string; memberId: string }
  /** A proposal was put to the members, or went on: to the vote, its result, or its end. */
  'proposal.advanced': { proposalId: string; state: string }
  /** A policy has a new version, which may begin to hold later. */
  'policy.published': { kind: string; version: number; effectiveAt: string }
  /** Moderators decided about a member: `warning`, `silence`, `suspension` or `removal`. And it ended, by itself or because it was lifted. */
  'member.restricted': { restrictionId: string; memberId: string; kind: string }
  'member.unrestricted': { restrictionId: string; memberId: string; kind: string }
  /** Destroyed for good. Whoever keeps something of it lets go of it: texts, pictures, evidence. */
  'content.purged': { tombstoneId: string; kind: string; entryIds: string[]; commentIds: string[] }
  /**
   * A member allows something, or has taken it back: delete what depended on it. `plugin` is null for what the site itself asks for. Under
   * another sentence a consent is given anew.
   */
  'consent.given': { memberId: string; plugin: string | null; consent: string }
  'consent.withdrawn': { memberId: string; plugin: string | null; consent: string }
  /** The site itself was changed: a row of the audit log. */
  'action.done': { auditId: string; action: string }
  'source.connected': { sourceId: string; memberId: string }
  'source.removed': { sourceId: string; memberId: string }
  /** The owner of an address had it taken out of the stream of a member who is not. The source is gone. */
  'source.claimed': { sourceId: string; memberId: string; ownerId: string; title: string }
}

export type EventName = keyof Events

/** An event as it is delivered. */
export interface Delivered<Name extends EventName = EventName> {
  id: string
  name: Name
  payload: Events[Name]
  createdAt: string
}
