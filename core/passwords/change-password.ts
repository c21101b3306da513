import type { Static } from 'typebox'
import { type Actor, isMember } from '../actor.ts'
import { unauthorized } from '../errors.ts'
import type { Client } from '../http/client.ts'
import { Type } from '../http/type.ts'
import { findMemberById } from '../members/member.ts'
import type { Site } from '../site.ts'
import { checkPassword } from './check-password.ts'
import { confirmPassword } from './confirm-password.ts'
import { hashPassword } from './password.ts'
import { setPassword } from './set-password.ts'

export const changePasswordInput = Type.Object({
  oldPassword: Type.String({ maxLength: 200 }),
  newPassword: Type.String({ maxLength: 200 }),
})
export type ChangePasswordInput = Static<typeof changePasswordInput>

/** Changes one's password, knowing the old one. Returns the token of a new session; all others end. */
export async function changePassword(site: Site, actor: Actor, input: ChangePasswordInput & { client: Client }): Promise<string> {
  if (!isMember(actor)) throw unauthorized()
  await confirmPassword(site, actor, input.oldPassword, 'oldPassword')
  const { email, feed } = await findMemberById(site.db, actor.id)
  await checkPassword(site, { password: input.newPassword, about: [feed.handle, feed.name, email ?? ''] }, 'newPassword')
  const passwordHash = await hashPassword(input.newPassword)
  return site.db.transaction(trx => setPassword(site, trx, { memberId: actor.id, passwordHash, client: input.client }))
}
