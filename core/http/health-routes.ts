import type { Router } from './router.ts'

/** For whoever watches the site: `/healthz` says that the process lives, `/readyz` that it can serve (503 while it cannot). */
export function addHealthRoutes(router: Router): void {
  router.get('/healthz', ctx => {
    // What arrives of the way in, so that the doctor can say whether the proxies in front are set up.
    const proxies = ctx
      .get('X-Forwarded-For')
      .split(',')
      .filter(part => part.trim() !== '').length
    ctx.body = { status: 'ok', scheme: ctx.protocol, proxies }
  })

  router.get('/readyz', async ctx => {
    try {
      await ctx.site.db.raw('select 1')
      ctx.body = { status: 'ready' }
    } catch (error) {
      ctx.site.log.error({ error }, 'the database does not answer')
      ctx.status = 503
      ctx.body = { status: 'database does not answer' }
    }
  })
}
