import { isMember } from '../actor.ts'
import { unauthorized } from '../errors.ts'
import type { Context } from './context.ts'
import type { Follower, LiveEvent } from './live.ts'
import type { Router } from './router.ts'
import { Type } from './type.ts'

const liveInput = Type.Object({
  /** What the page shows: the reader's home feed, or the public one. */
  feed: Type.Union([Type.Literal('home'), Type.Literal('public')], { default: 'home' }),
})

/**
 * GET /live: server-sent events for an open page. `news` says that there is something newer than the page (which asks its own
 * address for it), `notifications` how many are unread, `closed` that the same reader has too many pages open.
 */
export function addLiveRoutes(router: Router): void {
  router.get('/live', ctx => {
    const follower = followerOf(ctx, ctx.read(liveInput).feed)
    ctx.compress = false
    ctx.type = 'text/event-stream'
    ctx.set({ 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' })
    if (ctx.method === 'HEAD') return
    ctx.req.socket.setNoDelay(true)
    ctx.body = ctx.site.live.open(follower, ctx.get('Last-Event-ID') ? missed(ctx) : [])
  })
}

function followerOf(ctx: Context, feed: 'home' | 'public'): Follower {
  const { actor, ip: address } = ctx
  if (!isMember(actor)) {
    if (feed === 'home') throw unauthorized()
    return { channels: ['public'], address }
  }
  const channels = [feed === 'home' ? actor.id : 'public', `me:${actor.id}`]
  return { channels, memberId: actor.id, sessionId: ctx.state.sessionId, address }
}

/** Who comes back after a pause may have missed something. */
function missed({ actor, state }: Context): LiveEvent[] {
  const news = { event: 'news', payload: {} }
  return isMember(actor) ? [news, { event: 'notifications', payload: { unread: state.unread } }] : [news]
}
