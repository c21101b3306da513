import type { Knex } from 'knex'
import { SiteModel } from '../db/site-model.ts'

/** A link with which somebody may join: says who invites, and whom the newcomer will follow. */
export class Invitation extends SiteModel {
  static override tableName = 'invitations'
  declare code: string
  declare inviterId: string
  declare note: string
  /** JSON: ids of the feeds that the inviter picked. */
  declare feedIds: string
  declare usesLeft: number
  declare createdAt: string
  declare expiresAt: string
}

/** The invitation with this code, while it can be used and the inviter is here. */
export function maybeInvitation(db: Knex, code: string, now: Date): Promise<Invitation | undefined> {
  return Invitation.query(db)
    .findOne({ code })
    .where('usesLeft', '>', 0)
    .where('expiresAt', '>', now.toISOString())
    .whereExists(db('members').whereRaw('members.id = invitations.inviter_id').whereNull('closingAt'))
    .execute()
}

/** Invitations of a member, the newest first, also those that were used up or are over. */
export function listInvitations(db: Knex, inviterId: string): Promise<Invitation[]> {
  return Invitation.query(db).where({ inviterId }).orderBy('id', 'desc').limit(100).execute()
}

export function pickedFeedIds(invitation: Invitation): string[] {
  return JSON.parse(invitation.feedIds) as string[]
}
