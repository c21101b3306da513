import type { Knex } from 'knex'
import { insertOnce } from '../db/insert-once.ts'
import type { Site } from '../site.ts'
import type { Subscription } from './subscription.ts'

/** Whether a member has asked to follow a private feed or to join a private group, and nobody has answered. */
export async function hasRequested(db: Knex, { memberId, feedId }: Subscription): Promise<boolean> {
  return (await db('subscriptionRequests').where({ memberId, feedId }).first('feedId')) !== undefined
}

/** Asks, as a part of some verb. Asking twice changes nothing. */
export async function addRequest(site: Site, trx: Knex.Transaction, { memberId, feedId }: Subscription): Promise<void> {
  const added = await insertOnce(trx, 'subscriptionRequests', { memberId, feedId, createdAt: site.now().toISOString() })
  if (added) await site.announce(trx, 'subscription.requested', { memberId, feedId })
}

/** Takes a request away. Says whether there was one. */
export async function dropRequest(trx: Knex.Transaction, { memberId, feedId }: Subscription): Promise<boolean> {
  return (await trx('subscriptionRequests').where({ memberId, feedId }).delete()) > 0
}
