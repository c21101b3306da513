import { defineAction } from '../actions/define-action.ts'
import { Type } from '../http/type.ts'
import { keepAnAdmin } from '../members/change-site-role.ts'
import { mailMember } from '../members/mail-member.ts'
import { aboutMember, howLong, lookAtMember, restrict } from './restrict.ts'

/** Keeps a member out: signed out everywhere at once, and sign-in says why. With `hide`, what they published is hidden meanwhile. */
export const suspendMember = defineAction({
  name: 'member.suspend',
  title: 'Suspend a member',
  authority: 'moderation',
  permission: 'moderation',
  input: Type.Object({ ...aboutMember, ...howLong, hide: Type.Optional(Type.Boolean()) }),
  look: lookAtMember,
  async run(doing) {
    const { site, trx, reason = '' } = doing
    const member = await restrict(doing, 'suspension')
    if (member.role === 'admin') await keepAnAdmin(trx, member.id)
    await trx('sessions').where({ memberId: member.id }).delete()
    await mailMember(site, trx, member.id, 'suspended', reason)
  },
  say: ({ handle }) => `${handle} is suspended.`,
  undo: ({ handle }) => ({ name: 'member.lift', input: { handle, kind: 'suspension' } }),
})
