import type { Knex } from 'knex'
import { type Actor, isMember } from '../actor.ts'
import { conflict, unauthorized } from '../errors.ts'
import type { Site } from '../site.ts'
import { dropSubscription } from '../subscriptions/subscription.ts'
import { dropRequest } from '../subscriptions/subscription-request.ts'
import { findGroup } from './group.ts'
import type { GroupHandleInput } from './join-group.ts'
import { countRoles, lockGroup, maybeRole } from './membership.ts'

/** What came of it: `unasked` when there was no more than a request. */
export type Left = 'left' | 'closed' | 'unasked'

/** Leaves a group and stops following it; takes back a request that waits. A private group that everybody left is closed. */
export async function leaveGroup(site: Site, actor: Actor, input: GroupHandleInput): Promise<Left> {
  if (!isMember(actor)) throw unauthorized()
  return site.db.transaction(async trx => {
    const group = await findGroup(trx, input.handle)
    const membership = { groupId: group.id, memberId: actor.id }
    await lockGroup(trx, group.id)
    await dropRequest(trx, { memberId: actor.id, feedId: group.id })
    const role = await maybeRole(trx, group.id, actor.id)
    if (!role) return 'unasked'

    const { members, admins } = await countRoles(trx, group.id)
    if (role === 'admin' && admins === 1 && members > 1) {
      throw conflict('You are the last admin of this group. Make somebody else an admin before you leave.')
    }
    await trx('memberships').where(membership).delete()
    await site.announce(trx, 'membership.removed', membership)
    await dropSubscription(site, trx, { memberId: actor.id, feedId: group.id })
    if (members > 1 || group.feed.access === 'public') return 'left'
    await close(trx, group.id, site.now())
    return 'closed'
  })
}

/** Nobody is left who could let anybody in. */
async function close(trx: Knex.Transaction, groupId: string, now: Date): Promise<void> {
  await trx('subscriptionRequests').where({ feedId: groupId }).delete()
  await trx('feeds').where({ id: groupId }).update({ removedAt: now.toISOString() })
}
