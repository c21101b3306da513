import type { PluginCall, RouteReply } from 'core/api'
import { findReply } from '../replies/reply.ts'
import { findWish } from '../wishes/wish.ts'
import { Refused, type World } from '../wishes.ts'
import { asMail } from './read-patch.ts'

/** A patch to take home, for `git am`. What a moderator hid is not given out. */
export async function sendPatch(world: World, { input }: PluginCall): Promise<RouteReply> {
  const reply = await findReply(world, input.id)
  const wish = await findWish(world, reply.wishId)
  if (!reply.patch || reply.hiddenAt || wish.hiddenAt) throw new Refused('There is no such patch.')
  const author = reply.memberId ? await world.host.members.find(reply.memberId) : undefined
  const text = asMail(reply.patch, {
    from: author?.name ?? 'A former member',
    subject: wish.title,
    date: reply.createdAt,
  })
  return { download: { name: (reply.patchName ?? 'wish.patch').replace(/\.diff$/i, '.patch'), text } }
}
