import type { Knex } from 'knex'
import { type Static, Type } from 'typebox'
import type { Actor } from '../actor.ts'
import { conflict, forbidden } from '../errors.ts'
import type { Site } from '../site.ts'
import { mailMember } from './mail-member.ts'
import { findMember, type Member } from './member.ts'
import { canManageMembers } from './member-access.ts'

export const waitingMemberInput = Type.Object({ handle: Type.String({ maxLength: 40 }) })
export type WaitingMemberInput = Static<typeof waitingMemberInput>

/** Lets somebody in who waited: the account can be used from now on. */
export async function approveMember(site: Site, actor: Actor, input: WaitingMemberInput): Promise<void> {
  await site.db.transaction(async trx => {
    const member = await findWaiting(trx, actor, input)
    await trx('members').where({ id: member.id }).update({ waitingSince: null })
    await trx('feeds').where({ id: member.id }).update({ removedAt: null })
    await site.announce(trx, 'member.joined', { memberId: member.id })
    await mailMember(site, trx, member.id, 'approved')
  })
}

/** Says no to somebody who waited. Nothing of the account stays, and the handle is free again. */
export async function refuseMember(site: Site, actor: Actor, input: WaitingMemberInput): Promise<void> {
  await site.db.transaction(async trx => {
    const { id } = await findWaiting(trx, actor, input)
    // Nobody may write about the feed while it goes.
    await trx('feeds').where({ id }).forUpdate().first('id')
    await trx('notifications').where({ actorId: id }).delete()
    await trx('members').where({ id }).delete()
    await trx('feeds').where({ id }).delete()
  })
}

async function findWaiting(trx: Knex.Transaction, actor: Actor, { handle }: WaitingMemberInput): Promise<Member> {
  if (!canManageMembers(actor)) throw forbidden('Only admins approve new members.')
  const member = await findMember(trx, handle)
  if (!member.waitingSince) throw conflict('This member does not wait for approval any more.')
  return member
}
