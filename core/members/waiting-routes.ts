import type { Router } from '../http/router.ts'
import { approveMember, refuseMember, waitingMemberInput } from './approve-member.ts'
import { listWaiting } from './list-waiting.ts'

/** Who signed up and waits: POST lets somebody in, DELETE says no. */
export function addWaitingRoutes(router: Router): void {
  router.get('/members/waiting', async ctx => {
    await ctx.page('members-waiting', { waiting: await listWaiting(ctx.site, ctx.actor) })
  })

  router.post('/members/waiting/:handle', async ctx => {
    await approveMember(ctx.site, ctx.actor, ctx.read(waitingMemberInput))
    ctx.done('/members/waiting', 'Approved. The account can be used now.')
  })

  router.delete('/members/waiting/:handle', async ctx => {
    await refuseMember(ctx.site, ctx.actor, ctx.read(waitingMemberInput))
    ctx.done('/members/waiting', 'Refused. Nothing of the account was kept.')
  })
}
