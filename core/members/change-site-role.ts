import type { Knex } from 'knex'
import { type Static, Type } from 'typebox'
import type { Actor } from '../actor.ts'
import { conflict, forbidden } from '../errors.ts'
import type { Site } from '../site.ts'
import { findMember } from './member.ts'
import { canManageMembers } from './member-access.ts'

export const changeSiteRoleInput = Type.Object({
  handle: Type.String({ maxLength: 40 }),
  role: Type.Union([Type.Literal('member'), Type.Literal('moderator'), Type.Literal('admin')]),
})
export type ChangeSiteRoleInput = Static<typeof changeSiteRoleInput>

/** Makes a member an admin or moderator of the site, or takes that back. One admin stays. */
export async function changeSiteRole(site: Site, actor: Actor, { handle, role }: ChangeSiteRoleInput): Promise<void> {
  if (!canManageMembers(actor)) throw forbidden('Only admins give roles.')
  await site.db.transaction(async trx => {
    const member = await findMember(trx, handle)
    if (member.waitingSince) throw conflict('This member waits for approval. Approve first.')
    if (member.role === 'admin' && role !== 'admin') await keepAnAdmin(trx, member.id)
    await trx('members').where({ id: member.id }).update({ role })
  })
}

/** Throws when nobody but this member could run the site. Two who step down at once wait for each other. */
export async function keepAnAdmin(trx: Knex.Transaction, memberId: string): Promise<void> {
  const admins: { id: string; closingAt: string | null }[] = await trx('members')
    .where({ role: 'admin' })
    .forUpdate()
    .select('id', 'closingAt')
  const others = admins.filter(admin => admin.id !== memberId && !admin.closingAt)
  if (others.length === 0) throw conflict('A site needs an admin. Make somebody else one first.')
}
