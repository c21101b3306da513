import { randomBytes } from 'node:crypto'
import type { Static } from 'typebox'
import { type Actor, isMember } from '../actor.ts'
import { conflict, forbidden, invalid, unauthorized } from '../errors.ts'
import { Feed } from '../feeds/feed.ts'
import { Type } from '../http/type.ts'
import { checkMayTakePart } from '../restrictions/check-may-take-part.ts'
import type { Site } from '../site.ts'
import { Invitation } from './invitation.ts'

export const createInvitationInput = Type.Object({
  /** A word to whoever gets it. */
  note: Type.String({ default: '', maxLength: 500 }),
  /** Handles of members and groups that the newcomer will follow. */
  follow: Type.Array(Type.String({ maxLength: 40 }), { default: [], maxItems: 50 }),
  uses: Type.Integer({ default: 1, minimum: 1, maximum: 100 }),
  days: Type.Integer({ default: 30, minimum: 1, maximum: 365 }),
})
export type CreateInvitationInput = Static<typeof createInvitationInput>

/** Makes a link with which somebody may join, and follows the inviter and whom the inviter picked from the first day. */
export async function createInvitation(site: Site, actor: Actor, input: CreateInvitationInput): Promise<Invitation> {
  if (!isMember(actor)) throw unauthorized()
  await checkMayTakePart(site, actor)
  if (site.settings.signUp === 'closed') throw forbidden('This site takes no new members at the moment.')
  if (actor.member.closingAt) throw conflict('Your account is about to be deleted. Keep it first, then invite people.')
  await site.limits.spend('invitation', actor.id)

  const handles = [...new Set(input.follow.map(handle => handle.toLowerCase()))].filter(handle => handle !== actor.member.feed.handle)
  const feeds = await Feed.query(site.db).whereIn('handle', handles).whereNull('removedAt')
  if (feeds.length < handles.length) throw invalid({ follow: 'One of the people or groups you picked is not here any more.' })

  const now = site.now()
  const row = {
    code: randomBytes(15).toString('base64url'),
    inviterId: actor.id,
    note: input.note.trim(),
    feedIds: JSON.stringify(feeds.map(feed => feed.id)),
    usesLeft: input.uses,
    createdAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + input.days * 86_400_000).toISOString(),
  }
  return site.db.transaction(async trx => Invitation.query(trx).insertAndFetch(row))
}
