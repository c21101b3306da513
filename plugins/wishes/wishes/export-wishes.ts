import type { RouteReply } from 'core/api'
import type { World } from '../wishes.ts'

const most = 2000
const mostReplies = 3000
const mostCharacters = 900_000

/** Everything that is not hidden, for maintainers who work elsewhere: wishes with what was said and brought. */
export async function exportWishes({ tables }: World): Promise<RouteReply> {
  const wishes = (await tables('wishes_wishes')
    .whereNull('hiddenAt')
    .orderBy('id', 'desc')
    .limit(most)
    .select('id', 'title', 'body', 'state', 'answer', 'answeredAt', 'supports', 'createdAt')) as { id: string }[]
  const replies = (await tables('wishes_replies')
    .whereNull('hiddenAt')
    .whereIn('wishId', tables('wishes_wishes').whereNull('hiddenAt').orderBy('id', 'desc').limit(most).select('id'))
    .orderBy([
      { column: 'wishId', order: 'desc' },
      { column: 'id', order: 'asc' },
    ])
    .limit(mostReplies + 1)
    .select('id', 'wishId', 'body', 'patchName', 'createdAt')) as { id: string; wishId: string; patchName: string | null }[]
  // What was said about the oldest of them is cut off: that one, and those before it, come another time.
  const cut = replies.length > mostReplies ? replies.at(-1)!.wishId : ''
  const said = Map.groupBy(replies, ({ wishId }) => wishId)
  const all = wishes.map(wish => ({
    ...wish,
    replies: (said.get(wish.id) ?? []).map(({ wishId: _, ...reply }) => ({
      ...reply,
      ...(reply.patchName && { patchUrl: `/wishes/patches/${reply.id}` }),
    })),
  }))
  let left = mostCharacters
  const kept = all.filter(wish => {
    left -= JSON.stringify(wish).length
    return left > 0 && wish.id > cut
  })
  return { json: { wishes: kept, ...(kept.length < all.length && { more: all.length - kept.length }) } }
}
