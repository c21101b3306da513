import type { Static } from 'typebox'
import type { Actor } from '../actor.ts'
import { conflict } from '../errors.ts'
import type { Client } from '../http/client.ts'
import { Type } from '../http/type.ts'
import { findMemberById } from '../members/member.ts'
import type { Site } from '../site.ts'
import { checkPassword } from './check-password.ts'
import { hashPassword } from './password.ts'
import { maybeResetOwner, resetId } from './password-reset.ts'
import { setPassword } from './set-password.ts'

export const resetPasswordInput = Type.Object({
  token: Type.String({ maxLength: 100 }),
  newPassword: Type.String({ maxLength: 200 }),
})
export type ResetPasswordInput = Static<typeof resetPasswordInput>

/** Sets a new password with the link from a mail or from an operator. Signs in, and ends all other sessions. */
export async function resetPassword(site: Site, _actor: Actor, input: ResetPasswordInput & { client: Client }): Promise<string> {
  const memberId = await maybeResetOwner(site.db, input.token, site.now())
  if (!memberId) throw usedUp()
  const { email, feed } = await findMemberById(site.db, memberId)
  await checkPassword(site, { password: input.newPassword, about: [feed.handle, feed.name, email ?? ''] }, 'newPassword')
  const passwordHash = await hashPassword(input.newPassword)
  return site.db.transaction(async trx => {
    const used = await trx('password_resets')
      .where({ id: resetId(input.token) })
      .delete()
    if (used === 0) throw usedUp()
    return setPassword(site, trx, { memberId, passwordHash, client: input.client })
  })
}

function usedUp() {
  return conflict('This link was used already or is too old. Please ask for another one.')
}
