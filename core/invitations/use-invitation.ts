import type { Knex } from 'knex'
import { conflict } from '../errors.ts'
import { Feed } from '../feeds/feed.ts'
import type { Site } from '../site.ts'
import { addSubscription } from '../subscriptions/subscription.ts'
import { addRequest } from '../subscriptions/subscription-request.ts'
import { type Invitation, pickedFeedIds } from './invitation.ts'

/** Takes one use of an invitation: the newcomer follows the inviter and whom the inviter picked. Part of signing up. */
export async function useInvitation(site: Site, trx: Knex.Transaction, invitation: Invitation, memberId: string): Promise<void> {
  const used = await trx('invitations').where({ id: invitation.id }).where('usesLeft', '>', 0).decrement('usesLeft', 1)
  if (used === 0) throw conflict('This invitation was used up a moment ago. Please ask for another one.')

  const wanted = [invitation.inviterId, ...pickedFeedIds(invitation)]
  const feeds = await Feed.query(trx).whereIn('id', wanted).whereNull('removedAt')
  for (const feed of feeds) {
    const subscription = { memberId, feedId: feed.id }
    // Whoever invites opens the own feed to the newcomer; other private feeds are asked.
    if (feed.access === 'public' || feed.id === invitation.inviterId) await addSubscription(site, trx, subscription)
    else await addRequest(site, trx, subscription)
  }
}
