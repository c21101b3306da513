import { SiteError } from '../errors.ts'
import type { Context } from './context.ts'

/** Until the site is set up, every page leads to its first-run setup. */
export async function setUpFirst(ctx: Context, next: () => Promise<void>): Promise<void> {
  if (ctx.site.settings.setUpAt || ctx.path === '/setup') return next()
  if (ctx.method !== 'GET' || ctx.path.startsWith('/v2/')) throw new SiteError(503, 'not-set-up', 'This site is not set up yet.')
  ctx.set('Cache-Control', 'no-store')
  ctx.redirect('/setup')
}
