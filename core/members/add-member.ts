import type { Knex } from 'knex'
import type { Static } from 'typebox'
import { may } from '../actions/permissions.ts'
import type { Actor } from '../actor.ts'
import { forbidden, invalid } from '../errors.ts'
import { Type } from '../http/type.ts'
import { checkDecides, whoDecides } from '../lock/under-lock.ts'
import { checkPassword } from '../passwords/check-password.ts'
import { hashPassword, noPassword } from '../passwords/password.ts'
import { maybeRole } from '../roles/role.ts'
import { checkStandsFor } from '../roles/role-access.ts'
import type { Site } from '../site.ts'
import { changeSiteRole } from './change-site-role.ts'
import { createMember } from './create-member.ts'
import { checkEmail, emailSchema, tidyEmail } from './email-address.ts'
import { checkHandle } from './handle.ts'
import { canManageMembers } from './member-access.ts'

export const addMemberInput = Type.Object({
  handle: Type.String({ maxLength: 40 }),
  email: Type.Optional(emailSchema),
  name: Type.Optional(Type.String({ maxLength: 60 })),
  /** Absent: the member chooses one by a link. */
  password: Type.Optional(Type.String({ maxLength: 200 })),
  role: Type.String({ maxLength: 16, default: 'member' }),
})
export type AddMemberInput = Static<typeof addMemberInput>

/** Makes an account for somebody else, whatever sign-up is set to. Returns its id. */
export async function addMember(site: Site, actor: Actor, input: AddMemberInput): Promise<string> {
  if (!canManageMembers(actor)) throw forbidden('Only those who look after members add some.')
  const handle = await checkHandle(site.db, input.handle)
  const email = input.email ? tidyEmail(input.email) : null
  if (email) await checkEmail(site.db, email)
  const { password, name, role } = input
  // An account that brings a role is a way to give one.
  if (role !== 'member') checkDecides(site, changeSiteRole, actor, whoDecides(site, changeSiteRole, { handle, role }))
  if (password !== undefined) await checkPassword(site, { password, about: [handle, email ?? '', name ?? ''] })
  const passwordHash = password === undefined ? noPassword : await hashPassword(password)
  return site.db.transaction(async trx => {
    await checkGives(trx, actor, role)
    const memberId = await createMember(trx, { handle, email, name, passwordHash, role }, site.now())
    await site.announce(trx, 'member.joined', { memberId })
    return memberId
  })
}

/** A role other than everybody's is given by who may give roles, and nobody gives more than they hold. */
async function checkGives(trx: Knex.Transaction, actor: Actor, name: string): Promise<void> {
  const role = await maybeRole(trx, name)
  if (!role) throw invalid({ role: `There is no role "${name}".` })
  if (name !== 'member' && !may(actor, 'roles')) throw forbidden('This needs the permission "roles".')
  checkStandsFor(actor, role)
}
