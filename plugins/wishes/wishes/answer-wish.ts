import type { PluginCall, RouteReply } from 'core/api'
import { asker, Refused, type World } from '../wishes.ts'
import { findWish, type WishState } from './wish.ts'

/** Somebody who maintains the software says what becomes of a wish. Who declines says why. */
export async function answerWish(world: World, call: PluginCall): Promise<RouteReply> {
  const { id: answeredBy } = asker(call)
  const { id, state, answer } = call.input as { id: string; state: WishState; answer: string }
  const wish = await findWish(world, id)
  if (state === 'declined' && answer.trim().length < 3) throw new Refused('Say why. Who wished for it deserves a reason.', 'answer')
  const answeredAt = world.tables.now()
  await world.tables.transaction(async trx => {
    await trx('wishes_wishes')
      .where({ id: wish.id })
      .update({ state, answer: answer.trim() || null, answeredBy, answeredAt })
  })
  if (wish.memberId && wish.memberId !== answeredBy)
    await world.host.notify({
      to: wish.memberId,
      kind: 'answered',
      about: `${wish.id}:${answeredAt}`,
      values: { title: wish.title },
      url: `/wishes/${wish.id}`,
    })
  return { redirect: `/wishes/${wish.id}`, notice: 'Your answer stands there now.' }
}
