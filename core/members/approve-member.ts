import type { Knex } from 'knex'
import { defineAction } from '../actions/define-action.ts'
import { may } from '../actions/permissions.ts'
import type { Actor } from '../actor.ts'
import { conflict } from '../errors.ts'
import { Type } from '../http/type.ts'
import { mailMember } from './mail-member.ts'
import { findMember, type Member } from './member.ts'

export const waitingMemberInput = Type.Object({ handle: Type.String({ maxLength: 40 }) })

/** Who looks after members, and moderators, who have those that wait among their cases. */
const about = {
  permission: 'members',
  mayAlso: ({ actor }: { actor: Actor }) => may(actor, 'moderation'),
  input: waitingMemberInput,
} as const

/** Lets somebody in who waited: the account can be used from now on. */
export const approveMember = defineAction({
  name: 'member.approve',
  title: 'Let a new member in',
  authority: 'operations',
  ...about,
  look: ({ trx, input }) => lookAt(trx, input.handle),
  async run({ site, trx, input }) {
    const member = await findWaiting(trx, input.handle)
    await trx('members').where({ id: member.id }).update({ waitingSince: null })
    await trx('feeds').where({ id: member.id }).update({ removedAt: null })
    await site.announce(trx, 'member.joined', { memberId: member.id })
    await mailMember(site, trx, member.id, 'approved')
  },
  say: ({ handle }) => `${handle} is a member now.`,
})

/** Says no to somebody who waited, and why in a mail if there is a reason. Nothing of the account stays, and the handle is free again. */
export const refuseMember = defineAction({
  name: 'member.refuse',
  title: 'Refuse a new member',
  authority: 'operations',
  ...about,
  look: ({ trx, input }) => lookAt(trx, input.handle),
  async run({ site, trx, input, reason }) {
    const { id } = await findWaiting(trx, input.handle)
    if (reason) await mailMember(site, trx, id, 'refused', reason)
    // Nobody may write about the feed while it goes.
    await trx('feeds').where({ id }).forUpdate().first('id')
    await trx('notifications').where({ actorId: id }).delete()
    await trx('members').where({ id }).delete()
    await trx('feeds').where({ id }).delete()
  },
  say: ({ handle }) => `${handle} is refused.`,
})

async function lookAt(trx: Knex.Transaction, handle: string): Promise<Record<string, string>> {
  const row: { waitingSince: string | null } | undefined = await trx('members as m')
    .join('feeds as f', 'f.id', 'm.id')
    .where('f.handle', handle.toLowerCase())
    .first('m.waitingSince')
  return row ? { [`members.${handle.toLowerCase()}.state`]: row.waitingSince ? 'waiting' : 'member' } : {}
}

async function findWaiting(trx: Knex.Transaction, handle: string): Promise<Member> {
  const member = await findMember(trx, handle)
  if (!member.waitingSince) throw conflict('This member does not wait for approval any more.')
  return member
}
