import type { Knex } from 'knex'
import { Type } from 'typebox'
import { defineAction } from '../actions/define-action.ts'
import { conflict } from '../errors.ts'
import { findMember } from './member.ts'

export const changeSiteRoleInput = Type.Object({
  handle: Type.String({ maxLength: 40 }),
  role: Type.Union([Type.Literal('member'), Type.Literal('moderator'), Type.Literal('admin')]),
})

/** Makes a member an admin or moderator of the site, or takes that back. One admin stays. */
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
  async run({ trx, input: { handle, role } }) {
    const member = await findMember(trx, handle)
    if (member.waitingSince) throw conflict('This member waits for approval. Approve first.')
    if (member.role === 'admin' && role !== 'admin') await keepAnAdmin(trx, member.id)
    await trx('members').where({ id: member.id }).update({ role })
  },
  say: ({ handle, role }) => `${handle} is ${role} now.`,
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
