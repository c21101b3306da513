import type { Static } from 'typebox'
import { type Actor, isMember } from '../actor.ts'
import { maybeEmailBan } from '../bans/check-newcomer.ts'
import { invalid, unauthorized } from '../errors.ts'
import { Type } from '../http/type.ts'
import { confirmPassword } from '../passwords/confirm-password.ts'
import type { Site } from '../site.ts'
import { checkEmail, emailSchema, tidyEmail } from './email-address.ts'
import { mailMember } from './mail-member.ts'

export const changeEmailInput = Type.Object({ email: emailSchema, emailPassword: Type.String({ maxLength: 200 }) })
export type ChangeEmailInput = Static<typeof changeEmailInput>

/** Changes one's e-mail address. The old address is told, in case it was somebody else. */
export async function changeEmail(site: Site, actor: Actor, input: ChangeEmailInput): Promise<void> {
  if (!isMember(actor)) throw unauthorized()
  const email = tidyEmail(input.email)
  if ((await maybeEmailBan(site, email))?.effect === 'refuse')
    throw invalid({ email: 'Addresses of this e-mail provider are not accepted here. Please use another one.' })
  await confirmPassword(site, actor, input.emailPassword, 'emailPassword')
  await site.db.transaction(async trx => {
    await checkEmail(trx, email, actor.id)
    await mailMember(site, trx, actor.id, 'email-changed')
    await trx('members').where({ id: actor.id }).update({ email })
    await trx('password_resets').where({ memberId: actor.id }).delete()
  })
}
