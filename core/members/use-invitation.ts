import type { Knex } from 'knex'
import { conflict } from '../errors.ts'
import { Feed } from '../feeds/feed.ts'
import type { Site } from '../site.ts'
import { type Invitation, pickedFeedIds } from './invitation.ts'

/** Takes one use of an invitation: the newcomer follows the inviter and whom the inviter picked. Part of signing up. */
export async function useInvitation(site: Site, trx: Knex.Transaction, invitation: Invitation, memberId: string): Promise<void> {
  const used = await trx('invitations').where({ id: invitation.id }).where('usesLeft', '>', 0).decrement('usesLeft', 1)
  if (used === 0) throw conflict('This invitation was used up a moment ago. Please ask for another one.')

  const wanted = [invitation.inviterId, ...pickedFeedIds(invitation)]
  const feeds = await Feed.query(trx).whereIn('id', wanted).whereNull('removedAt').whereNot({ kind: 'former' })
  const createdAt = site.now().toISOString()
  for (const feed of feeds) {
    const row = { memberId, feedId: feed.id, createdAt }
    // The inviter opens the own feed to the newcomer; other private feeds are asked.
    const open = feed.access === 'public' || feed.id === invitation.inviterId
    await trx(open ? 'subscriptions' : 'subscription_requests')
      .insert(row)
      .onConflict()
      .ignore()
    await site.announce(trx, open ? 'subscription.added' : 'subscription.requested', { memberId, feedId: feed.id })
  }
}
