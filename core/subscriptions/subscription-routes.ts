import type { Context } from '../http/context.ts'
import type { Router } from '../http/router.ts'
import { acceptRequest } from './accept-request.ts'
import { requestInput } from './answer-request.ts'
import { listSubscribers, listSubscriptions, peopleInput } from './list-people.ts'
import { listRequests, requestsInput } from './list-requests.ts'
import { refuseRequest } from './refuse-request.ts'
import { removeSubscriber } from './remove-subscriber.ts'
import { subscribe, subscriptionInput } from './subscribe.ts'
import { subscribeButton } from './subscribe-button.ts'
import { unsubscribe } from './unsubscribe.ts'

/** The viewer's own subscription to a feed, who follows whom, and requests that wait for the viewer's answer. */
export function addSubscriptionRoutes(router: Router): void {
  router.post('/feeds/:handle/subscription', async ctx => {
    const input = ctx.read(subscriptionInput)
    await ctx.site.limits.spend('follow', ctx.actor.id ?? ctx.ip)
    const outcome = await subscribe(ctx.site, ctx.actor, input)
    await answer(
      ctx,
      input.handle,
      outcome === 'subscribed' ? 'What is shared there comes to your home page now.' : 'You have asked to follow.',
    )
  })

  router.delete('/feeds/:handle/subscription', async ctx => {
    const input = ctx.read(subscriptionInput)
    await unsubscribe(ctx.site, ctx.actor, input)
    await answer(ctx, input.handle, 'You no longer follow this feed.')
  })

  router.delete('/feeds/:handle/subscribers/:member', async ctx => {
    const input = ctx.read(requestInput)
    await removeSubscriber(ctx.site, ctx.actor, input)
    ctx.done(ctx.backTo(`/${input.handle}/subscribers`), 'This person no longer reads your private feed.')
  })

  router.get('/:handle/subscribers', async ctx => {
    await ctx.page('people', await listSubscribers(ctx.site, ctx.actor, ctx.read(peopleInput)))
  })

  router.get('/:handle/subscriptions', async ctx => {
    await ctx.page('people', await listSubscriptions(ctx.site, ctx.actor, ctx.read(peopleInput)))
  })

  addRequestRoutes(router)
}

function addRequestRoutes(router: Router): void {
  router.get('/requests', async ctx => {
    await ctx.page('requests', await listRequests(ctx.site, ctx.actor, ctx.read(requestsInput)))
  })

  router.post('/requests/:handle/:member', async ctx => {
    await acceptRequest(ctx.site, ctx.actor, ctx.read(requestInput))
    ctx.done(ctx.backTo('/requests'), 'Let in.')
  })

  router.delete('/requests/:handle/:member', async ctx => {
    await refuseRequest(ctx.site, ctx.actor, ctx.read(requestInput))
    ctx.done(ctx.backTo('/requests'), 'Refused. They are not told.')
  })
}

/** A script gets the button as it is now, a form goes back to where it was sent from. */
async function answer(ctx: Context, handle: string, notice: string): Promise<void> {
  if (ctx.wantsFragment) await ctx.fragment('subscribe-button-fragment', await subscribeButton(ctx.site, ctx.actor, handle))
  else ctx.done(ctx.backTo(`/${handle}`), notice, ctx.method === 'POST' ? ctx.path : undefined)
}
