import { type Static, Type } from 'typebox'
import type { Actor } from '../actor.ts'
import { forbidden } from '../errors.ts'
import { checkPassword } from '../passwords/check-password.ts'
import { hashPassword, noPassword } from '../passwords/password.ts'
import type { Site } from '../site.ts'
import { createMember } from './create-member.ts'
import { checkEmail, emailSchema, tidyEmail } from './email-address.ts'
import { checkHandle } from './handle.ts'
import type { Role } from './member.ts'
import { canManageMembers } from './member-access.ts'

export const addMemberInput = Type.Object({
  handle: Type.String({ maxLength: 40 }),
  email: Type.Optional(emailSchema),
  name: Type.Optional(Type.String({ maxLength: 60 })),
  /** Absent: the member chooses one by a link. */
  password: Type.Optional(Type.String({ maxLength: 200 })),
  role: Type.Union([Type.Literal('member'), Type.Literal('moderator'), Type.Literal('admin')], { default: 'member' }),
})
export type AddMemberInput = Static<typeof addMemberInput>

/** Makes an account for somebody else, whatever sign-up is set to. Returns its id. */
export async function addMember(site: Site, actor: Actor, input: AddMemberInput): Promise<string> {
  if (!canManageMembers(actor)) throw forbidden('Only admins add members.')
  const handle = await checkHandle(site.db, input.handle)
  const email = input.email ? tidyEmail(input.email) : null
  if (email) await checkEmail(site.db, email)
  const { password, name, role } = input
  if (password !== undefined) await checkPassword(site, { password, about: [handle, email ?? '', name ?? ''] })
  const passwordHash = password === undefined ? noPassword : await hashPassword(password)
  return site.db.transaction(async trx => {
    const memberId = await createMember(trx, { handle, email, name, passwordHash, role: role satisfies Role }, site.now())
    await site.announce(trx, 'member.joined', { memberId })
    return memberId
  })
}
