import type { Actor } from '../actor.ts'
import type { Site } from '../site.ts'
import { findForAnswer, type RequestInput } from './answer-request.ts'
import { dropRequest } from './subscription-request.ts'

/** Says no to a request. Who asked is not told, and may ask again. */
export async function refuseRequest(site: Site, actor: Actor, input: RequestInput): Promise<void> {
  await site.db.transaction(async trx => {
    const { subscription } = await findForAnswer(trx, actor, input)
    if (await dropRequest(trx, subscription)) await site.announce(trx, 'subscription.refused', subscription)
  })
}
