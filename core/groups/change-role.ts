import type { Static } from 'typebox'
import type { Actor } from '../actor.ts'
import { conflict, forbidden } from '../errors.ts'
import { Type } from '../http/type.ts'
import { findMember } from '../members/member.ts'
import type { Site } from '../site.ts'
import { findGroup } from './group.ts'
import { canManage } from './group-access.ts'
import { countRoles, lockGroup, maybeRole } from './membership.ts'

export const roleInput = Type.Object({
  /** Handle of the group. */
  handle: Type.String({ maxLength: 40 }),
  /** Handle of the member. */
  member: Type.String({ maxLength: 40 }),
  role: Type.Union([Type.Literal('admin'), Type.Literal('member')]),
})
export type RoleInput = Static<typeof roleInput>

/** Makes a member of a group an admin, or an admin a member again. A group with members always has an admin. */
export async function changeRole(site: Site, actor: Actor, input: RoleInput): Promise<void> {
  await site.db.transaction(async trx => {
    const group = await findGroup(trx, input.handle)
    await lockGroup(trx, group.id)
    const own = await maybeRole(trx, group.id, actor.id)
    if (!canManage(actor, own)) throw forbidden('Only admins of this group can say who is an admin.')

    const member = await findMember(trx, input.member)
    const role = await maybeRole(trx, group.id, member.id)
    if (!role) throw conflict(`${member.feed.name} is not in this group.`)
    if (role === input.role) return
    if (role === 'admin' && (await countRoles(trx, group.id)).admins === 1) {
      throw conflict('A group needs an admin. Make somebody else an admin first.')
    }
    await trx('memberships').where({ groupId: group.id, memberId: member.id }).update({ role: input.role })
  })
}
