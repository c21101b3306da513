import type { Knex } from 'knex'
import type { Site } from '../site.ts'

/** First step of destroying an account: nobody can sign in, nothing new comes in, and all ties to others end. */
export async function destroyTies(site: Site, memberId: string): Promise<void> {
  await site.db.transaction(async trx => {
    const mine = { memberId }
    for (const table of ['sessions', 'password_resets', 'source_claims', 'hides', 'saves', 'subscription_requests']) {
      await trx(table).where(mine).delete()
    }
    await trx('invitations').where({ inviterId: memberId }).delete()
    await trx('sources').where(mine).update({ nextFetchAt: null })
    await trx('notifications').where(mine).orWhere({ actorId: memberId }).delete()
    await trx('timeline').where({ readerId: memberId }).delete()
    await trx('subscriptions').where(mine).delete()
    await trx('subscription_requests').where({ feedId: memberId }).delete()
    // Who reads a private feed goes on seeing the entries in which they said something.
    const readers = trx('subscriptions').where({ feedId: memberId })
    await readers.whereExists(feed => feed.from('feeds').where({ id: memberId, access: 'public' })).delete()
    // What was banned or destroyed because of them stays so, without their name.
    await trx('site_bans').where(mine).update({ memberId: null })
    await trx('tombstones').where({ authorId: memberId }).update({ authorId: null })
    await leaveGroups(site, trx, memberId)
  })
}

/** A group whose last admin goes is looked after by who has been in it longest. */
async function leaveGroups(site: Site, trx: Knex.Transaction, memberId: string): Promise<void> {
  const left: { groupId: string; role: string }[] = await trx('memberships').where({ memberId }).select('groupId', 'role')
  await trx('memberships').where({ memberId }).delete()
  for (const { groupId, role } of left) {
    await site.announce(trx, 'membership.removed', { groupId, memberId })
    if (role !== 'admin') continue
    const admin: unknown = await trx('memberships').where({ groupId, role: 'admin' }).first('memberId')
    const oldest: { memberId: string } | undefined = admin
      ? undefined
      : await trx('memberships').where({ groupId }).orderBy(['createdAt', 'memberId']).first('memberId')
    if (oldest) await trx('memberships').where({ groupId, memberId: oldest.memberId }).update({ role: 'admin' })
  }
}
