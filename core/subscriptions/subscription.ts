import type { Knex } from 'knex'
import { insertOnce } from '../db/insert-once.ts'
import type { Site } from '../site.ts'

/** Who follows what. */
export interface Subscription {
  memberId: string
  feedId: string
}

export async function isSubscribed(db: Knex, { memberId, feedId }: Subscription): Promise<boolean> {
  return (await db('subscriptions').where({ memberId, feedId }).first('feedId')) !== undefined
}

/** Lets a member follow a feed, as a part of some verb that has checked permission. Doing it twice changes nothing. */
export async function addSubscription(site: Site, trx: Knex.Transaction, { memberId, feedId }: Subscription): Promise<void> {
  const added = await insertOnce(trx, 'subscriptions', { memberId, feedId, createdAt: site.now().toISOString() })
  if (added) await site.announce(trx, 'subscription.added', { memberId, feedId })
}

/** Ends a subscription, as a part of some verb. Doing it twice changes nothing. */
export async function dropSubscription(site: Site, trx: Knex.Transaction, { memberId, feedId }: Subscription): Promise<void> {
  const dropped = await trx('subscriptions').where({ memberId, feedId }).delete()
  if (dropped > 0) await site.announce(trx, 'subscription.removed', { memberId, feedId })
}
