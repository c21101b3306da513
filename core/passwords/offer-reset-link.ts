import { defineAction } from '../actions/define-action.ts'
import { conflict } from '../errors.ts'
import { Type } from '../http/type.ts'
import { findMember } from '../members/member.ts'
import { lockRole } from '../roles/role.ts'
import { checkStandsFor } from '../roles/role-access.ts'
import { makeResetLink } from './password-reset.ts'

/**
 * Makes a link to a new password, for who lost theirs and cannot be reached by mail. It opens the account: so nobody makes one
 * for somebody who may do more than they, and the audit log says who made it.
 */
export const offerResetLink = defineAction({
  name: 'member.reset-link',
  title: 'Make a link to a new password',
  authority: 'operations',
  permission: 'members',
  input: Type.Object({ handle: Type.String({ maxLength: 40 }) }),
  async look({ trx, input }) {
    const { id, feed } = await findMember(trx, input.handle)
    const row: { id: string; createdAt: string } | undefined = await trx('password_resets').where({ memberId: id }).first('id', 'createdAt')
    // Two links may be made in one millisecond; the first letters of a hash tell them apart and open nothing.
    return { [`members.${feed.handle}.link to a new password`]: row ? `made ${row.createdAt} (${row.id.slice(0, 6)})` : null }
  },
  async run({ site, trx, actor, input }) {
    const member = await findMember(trx, input.handle)
    checkStandsFor(actor, await lockRole(trx, member.role))
    if (member.waitingSince) throw conflict('This member waits for approval. Approve first.')
    return makeResetLink(site, trx, member.id)
  },
  say: ({ handle }) => `A link to a new password was made for ${handle}.`,
})
