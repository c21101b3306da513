import type { Knex } from 'knex'
import { defineAction } from '../actions/define-action.ts'
import { closeTerms } from '../elections/term.ts'
import { conflict, invalid, notFound } from '../errors.ts'
import { Type } from '../http/type.ts'
import { lockRole, maybeRole } from '../roles/role.ts'
import { checkStandsFor } from '../roles/role-access.ts'
import { findMember } from './member.ts'

export const changeSiteRoleInput = Type.Object({
  handle: Type.String({ maxLength: 40 }),
  role: Type.String({ maxLength: 16 }),
})

/** Gives a member another role on the site. Nobody gives, or takes away, more than they hold; one admin stays. */
export const changeSiteRole = defineAction({
  name: 'member.role',
  title: 'Give a role',
  authority: 'operations',
  permission: 'roles',
  input: changeSiteRoleInput,
  async look({ trx, input: { handle } }) {
    const member = await findMember(trx, handle)
    return { [`members.${member.feed.handle}.role`]: member.role }
  },
  async run({ site, trx, actor, input: { handle, role: name } }) {
    const member = await findMember(trx, handle)
    if (member.waitingSince) throw conflict('This member waits for approval. Approve first.')
    const wanted = await maybeRole(trx, name)
    if (!wanted) throw invalid({ role: `There is no role "${name}".` })
    checkStandsFor(actor, wanted)
    if (member.role === name) return
    checkStandsFor(actor, await lockRole(trx, member.role))
    if (member.role === 'admin') await keepAnAdmin(trx, member.id)
    // Somebody else may have changed it since it was read.
    const changed = await trx('members').where({ id: member.id, role: member.role }).update({ role: name })
    if (changed === 0) throw notFound('member')
    await closeTerms(trx, member.id, site.now())
  },
  say: ({ handle, role }) => `${handle} is ${role} now.`,
  // Taking a role, never giving one.
  inEmergency: ({ role }) => role === 'member',
  undo: ({ handle }, changes) => ({ name: 'member.role', input: { handle, role: changes[0]?.before } }),
})

/** Throws when nobody but this member could run the site. Two who step down at once wait for each other. */
export async function keepAnAdmin(trx: Knex.Transaction, memberId: string): Promise<void> {
  const admins: { id: string; closingAt: string | null }[] = await trx('members')
    .where({ role: 'admin' })
    .forUpdate()
    .select('id', 'closingAt')
  const others = admins.filter(admin => admin.id !== memberId && !admin.closingAt)
  if (others.length === 0) throw conflict('A site needs an admin. Make somebody else one first.')
}
