import type { Knex } from 'knex'
import type { Static } from 'typebox'
import { type Actor, isMember } from '../actor.ts'
import { conflict, unauthorized } from '../errors.ts'
import { Type } from '../http/type.ts'
import { findMember } from '../members/member.ts'
import type { Site } from '../site.ts'
import { dropSubscription } from '../subscriptions/subscription.ts'

export const blockInput = Type.Object({ handle: Type.String({ maxLength: 40 }) })
export type BlockInput = Static<typeof blockInput>

/** From now on two members see nothing of each other, and neither follows the other. Blocking again changes nothing. */
export async function blockMember(site: Site, actor: Actor, input: BlockInput): Promise<void> {
  if (!isMember(actor)) throw unauthorized()
  await site.limits.spend('block', actor.id)
  const other = await findMember(site.db, input.handle)
  if (other.id === actor.id) throw conflict('You cannot block yourself.')
  const blockedAt = site.now().toISOString()
  await site.db.transaction(async trx => {
    await trx('blocks')
      .insert({ memberId: actor.id, otherId: other.id, blockedAt })
      .onConflict(['memberId', 'otherId'])
      .merge(['blockedAt'])
    await trx('blocks').insert({ memberId: other.id, otherId: actor.id, blockedAt: null }).onConflict().ignore()
    await partFrom(site, trx, actor.id, other.id)
    await partFrom(site, trx, other.id, actor.id)
  })
}

/** Takes one's own block back. When the other blocks as well, they stay apart. Who followed does not follow again by itself. */
export async function unblockMember(site: Site, actor: Actor, input: BlockInput): Promise<void> {
  if (!isMember(actor)) throw unauthorized()
  const other = await findMember(site.db, input.handle)
  await site.db.transaction(async trx => {
    const pair = [actor.id, other.id]
    await trx('blocks').where({ memberId: actor.id, otherId: other.id }).update({ blockedAt: null })
    const stillBlocked: unknown = await trx('blocks')
      .where({ memberId: other.id, otherId: actor.id })
      .whereNotNull('blockedAt')
      .first('otherId')
    if (!stillBlocked) await trx('blocks').whereIn('memberId', pair).whereIn('otherId', pair).delete()
  })
}

/** Ends what one follows of the other, and what was asked. */
async function partFrom(site: Site, trx: Knex.Transaction, memberId: string, feedId: string): Promise<void> {
  await dropSubscription(site, trx, { memberId, feedId })
  await trx('subscription_requests').where({ memberId, feedId }).delete()
  await trx('notifications')
    .where({ memberId, actorId: feedId })
    .whereNull('readAt')
    .update({ readAt: site.now().toISOString(), mailAt: null })
}
