import type { PluginCall, RouteReply } from 'core/api'
import { findReply } from '../replies/reply.ts'
import { findWish, type Wish } from '../wishes/wish.ts'
import { asker, newId, Refused, type World } from '../wishes.ts'

/** What is reported or hidden: the wish itself, or a reply to it. */
interface Subject {
  wish: Wish
  table: 'wishes_wishes' | 'wishes_replies'
  id: string
  memberId: string | null
}

async function findSubject(world: World, { id, about }: Record<string, unknown>): Promise<Subject> {
  const wish = await findWish(world, id)
  if (about === wish.id) return { wish, table: 'wishes_wishes', id: wish.id, memberId: wish.memberId }
  const reply = await findReply(world, about)
  if (reply.wishId !== wish.id) throw new Refused('There is no such reply.')
  return { wish, table: 'wishes_replies', id: reply.id, memberId: reply.memberId }
}

/** A member points the moderators at something. Once by each member. */
export async function reportWish(world: World, call: PluginCall): Promise<RouteReply> {
  const { id: memberId } = asker(call)
  const subject = await findSubject(world, call.input)
  const reason = String(call.input.reason).trim()
  if (reason.length < 3) throw new Refused('Say in a few words what is wrong.', 'reason')
  if (subject.memberId === memberId) throw new Refused('This is yours. You can remove it yourself.')
  const row = { id: newId(world), wishId: subject.wish.id, about: subject.id, memberId, reason, createdAt: world.tables.now() }
  await world.tables.transaction(trx => trx('wishes_reports').insert(row).onConflict(['about', 'memberId']).ignore())
  return { redirect: `/wishes/${subject.wish.id}`, notice: 'Thank you. The moderators will look at it.' }
}

/** A moderator hides something, with a reason that everybody reads and its author is told; or leaves it, and the reports are settled. */
export async function hideWish(world: World, call: PluginCall): Promise<RouteReply> {
  const { id: hiddenBy } = asker(call)
  const subject = await findSubject(world, call.input)
  const { wish, table, id, memberId } = subject
  const url = `/wishes/${wish.id}`
  if (call.input.keep) {
    await settle(world, id)
    return { redirect: url, notice: 'It stays as it is.' }
  }
  const hiddenBecause = String(call.input.reason).trim()
  if (hiddenBecause.length < 3) throw new Refused('Say why. The reason stands where it was.', 'reason')
  const hiddenAt = world.tables.now()
  await world.tables.transaction(trx => trx(table).where({ id }).update({ hiddenAt, hiddenBecause, hiddenBy }))
  await settle(world, id)
  if (memberId && memberId !== hiddenBy)
    await world.host.notify({
      to: memberId,
      kind: 'hidden',
      about: `${id}:${hiddenAt}`,
      values: { title: wish.title, reason: hiddenBecause },
      url,
    })
  return { redirect: url, notice: 'It is hidden. Its author is told why.' }
}

/** Shows it again. */
export async function showAgain(world: World, call: PluginCall): Promise<RouteReply> {
  const { wish, table, id } = await findSubject(world, call.input)
  await world.tables.transaction(trx => trx(table).where({ id }).update({ hiddenAt: null, hiddenBecause: null, hiddenBy: null }))
  return { redirect: `/wishes/${wish.id}`, notice: 'It is there again.' }
}

async function settle({ tables }: World, about: string): Promise<void> {
  await tables.transaction(trx => trx('wishes_reports').where({ about }).whereNull('settledAt').update({ settledAt: trx.now() }))
}
