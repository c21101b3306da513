import { isMember } from '../actor.ts'
import { SiteError, unauthorized } from '../errors.ts'
import type { Router } from '../http/router.ts'
import { Type } from '../http/type.ts'
import { readPass } from './outside-pass.ts'
import { showDecisions } from './show-decisions.ts'

const query = Type.Object({ pass: Type.Optional(Type.String({ maxLength: 200 })) })

/** What moderators decided about a member, for that member: signed in, or with the link that who is kept out gets. */
export function addRestrictionRoutes(router: Router): void {
  router.get('/decisions', async ctx => {
    const { pass } = ctx.read(query)
    const memberId = pass === undefined ? undefined : readPass(ctx.site, pass)
    if (pass !== undefined && !memberId) throw new SiteError(410, 'gone', 'This link is too old. Sign in to get a new one.')
    // The address lets in who has it.
    ctx.set('referrer-policy', 'no-referrer')
    ctx.set('cache-control', 'private, no-store')
    if (memberId) return ctx.page('decisions', { ...(await showDecisions(ctx.site, memberId, pass)) })
    if (!isMember(ctx.actor)) throw unauthorized()
    await ctx.page('decisions', { ...(await showDecisions(ctx.site, ctx.actor.id)) })
  })
}
