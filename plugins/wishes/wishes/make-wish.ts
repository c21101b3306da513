import type { PluginCall, RouteReply } from 'core/api'
import { asker, newId, type World } from '../wishes.ts'
import { similarWishes } from './wish.ts'

/** A member says what they miss. When others wished for something like it, they see that first. */
export async function makeWish(world: World, call: PluginCall): Promise<RouteReply> {
  const { id: memberId } = asker(call)
  const { title: typed, body, anyway } = call.input as Record<string, string>
  const title = typed!.trim()
  if (title.length < 5) return again({ typed, body, problem: 'Say it in a few words.' })
  const similar = anyway ? [] : await similarWishes(world, title)
  if (similar.length > 0) return again({ typed, body, similar })
  const id = newId(world)
  const createdAt = world.tables.now()
  await world.tables.transaction(async trx => {
    const words = `${title}\n${body}`.toLowerCase().slice(0, 6000)
    await trx('wishes_wishes').insert({ id, title, body, words, memberId, state: 'open', supports: 1, createdAt })
    await trx('wishes_supports').insert({ wishId: id, memberId, createdAt })
  })
  return { redirect: `/wishes/${id}`, notice: 'Your wish is there. Others can want it too.' }
}

function again({
  typed,
  body,
  similar = [],
  problem,
}: {
  typed?: string
  body?: string
  similar?: object[]
  problem?: string
}): RouteReply {
  return { page: 'new', status: problem ? 422 : 200, view: { wished: typed, body, similar, ...(problem && { problem }) } }
}
