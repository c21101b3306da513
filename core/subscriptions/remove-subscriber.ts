import type { Actor } from '../actor.ts'
import { conflict, forbidden, invalid } from '../errors.ts'
import type { Site } from '../site.ts'
import { findForAnswer, type RequestInput } from './answer-request.ts'
import { dropSubscription } from './subscription.ts'

/** Ends somebody's subscription to one's own private feed: what they were let into, they can be let out of. */
export async function removeSubscriber(site: Site, actor: Actor, input: RequestInput): Promise<void> {
  await site.db.transaction(async trx => {
    const { feed, subscription } = await findForAnswer(trx, actor, input)
    if (feed.kind === 'group') throw forbidden('Members of a group decide themselves whether they follow it.')
    if (feed.access === 'public') throw conflict('Everybody can read a public feed. Make yours private first.')
    if (subscription.memberId === actor.id) throw invalid({ member: 'You cannot remove yourself.' })
    await dropSubscription(site, trx, subscription)
  })
}
