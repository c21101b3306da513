import { defineAction } from '../actions/define-action.ts'
import { conflict } from '../errors.ts'
import { Type } from '../http/type.ts'
import { keepAnAdmin } from '../members/change-site-role.ts'
import { graceDays } from '../members/close-account.ts'
import { mailMember } from '../members/mail-member.ts'
import { aboutMember, lookAtMember, restrict } from './restrict.ts'

/**
 * Removes a member from the site: kept out and hidden at once, and destroyed after the same days of grace that everybody has. Until then
 * it can be lifted, and the member can take their export along.
 */
export const removeMember = defineAction({
  name: 'member.remove',
  title: 'Remove a member',
  authority: 'moderation',
  permission: 'moderation',
  input: Type.Object({ ...aboutMember, hide: Type.Optional(Type.Boolean()) }),
  look: lookAtMember,
  async run(doing) {
    const { site, trx, input, reason = '' } = doing
    const member = await restrict({ ...doing, input: { ...input, days: undefined, hide: input.hide ?? true } }, 'removal')
    if (member.closingAt) throw conflict('This account is about to be deleted already.')
    if (member.role === 'admin') await keepAnAdmin(trx, member.id)
    const closingAt = new Date(site.now().getTime() + graceDays * 86_400_000).toISOString()
    await trx('members').where({ id: member.id }).update({ closingAt })
    await trx('sessions').where({ memberId: member.id }).delete()
    await mailMember(site, trx, member.id, 'removed', reason)
  },
  say: ({ handle }) => `${handle} is removed.`,
  undo: ({ handle }) => ({ name: 'member.lift', input: { handle, kind: 'removal' } }),
})
