import type { Static } from 'typebox'
import { type Actor, isMember } from '../actor.ts'
import { checkHandleBan } from '../bans/check-handle-ban.ts'
import { checkNewcomer } from '../bans/check-newcomer.ts'
import { conflict, forbidden } from '../errors.ts'
import { type Client, networkOf } from '../http/client.ts'
import { Type } from '../http/type.ts'
import { type Invitation, maybeInvitation } from '../invitations/invitation.ts'
import { useInvitation } from '../invitations/use-invitation.ts'
import { checkPassword } from '../passwords/check-password.ts'
import { hashPassword } from '../passwords/password.ts'
import { openSession } from '../sessions/session.ts'
import type { Site } from '../site.ts'
import { checkJoining } from './check-joining.ts'
import { createMember } from './create-member.ts'
import { checkEmail, emailSchema, tidyEmail } from './email-address.ts'
import { checkHandle } from './handle.ts'

export const signUpInput = Type.Object({
  handle: Type.String({ maxLength: 40 }),
  name: Type.Optional(Type.String({ maxLength: 60 })),
  email: emailSchema,
  password: Type.String({ maxLength: 200 }),
  /** Code of the invitation that led here. */
  invitation: Type.Optional(Type.String({ maxLength: 40 })),
})
export type SignUpInput = Static<typeof signUpInput>

/** Makes an account for a visitor: at once, by invitation, or to be approved, as the site is set. No token means: wait. */
export async function signUp(
  site: Site,
  actor: Actor,
  input: SignUpInput & { client: Client },
): Promise<{ memberId: string; token?: string }> {
  if (isMember(actor)) throw conflict('You are signed in already.')
  const { client } = input
  const invitation = input.invitation ? await maybeInvitation(site.db, input.invitation, site.now()) : undefined
  checkMode(site, invitation, input)
  await site.limits.spend('sign-up', networkOf(client.address))

  const handle = await checkHandle(site.db, input.handle)
  const email = tidyEmail(input.email)
  await checkEmail(site.db, email)
  await checkHandleBan(site, handle)
  const doubt = await checkNewcomer(site, { client, email })
  const heldByPlugin = await checkJoining(site, { handle, name: input.name ?? '', email, isInvited: invitation !== undefined })
  await checkPassword(site, { password: input.password, about: [handle, email, input.name ?? ''] })
  const passwordHash = await hashPassword(input.password)

  const now = site.now()
  const hold = heldByPlugin ?? doubt
  // Who invites vouches, but not against a check that wants somebody looked at.
  const waiting = hold !== undefined || (site.settings.signUp === 'approval' && !invitation)
  return site.db.transaction(async trx => {
    const invitedBy = invitation?.inviterId
    const memberId = await createMember(trx, { handle, email, name: input.name, passwordHash, waiting, invitedBy }, now)
    if (waiting) {
      await site.announce(trx, 'member.waiting', { memberId, ...(hold && { hold: hold.slice(0, 300) }) })
      return { memberId }
    }
    await site.announce(trx, 'member.joined', invitation ? { memberId, invitationId: invitation.id } : { memberId })
    if (invitation) await useInvitation(site, trx, invitation, memberId)
    return { memberId, token: await openSession(trx, memberId, client, now) }
  })
}

function checkMode(site: Site, invitation: Invitation | undefined, input: SignUpInput): void {
  const { signUp: mode } = site.settings
  if (mode === 'closed') throw forbidden('This site takes no new members at the moment.')
  if (input.invitation && !invitation) throw forbidden('This invitation is not valid any more. Please ask for another one.')
  if (mode === 'invite' && !invitation) throw forbidden('You need an invitation to join. Ask somebody who is here.')
}
