import { notFound } from '../errors.ts'
import type { Context } from '../http/context.ts'
import type { Router } from '../http/router.ts'
import { decidesWhenProposed } from '../lock/initiative.ts'
import { membersDecide } from '../lock/under-lock.ts'
import { markdownHtml } from '../panel/markdown.ts'
import { publishPage } from './publish-page.ts'
import { maybeStaticPage } from './static-page.ts'

/** Pages that the site itself wrote. */
export function addStaticPageRoutes(router: Router): void {
  router.get('/pages/:slug', async ctx => {
    const page = await maybeStaticPage(ctx.site.db, ctx.params.slug ?? '')
    if (!page || page.removedAt) throw notFound('page')
    const { title, body, publishedAt } = page
    await ctx.page('page', { title, bodyHtml: markdownHtml(body), publishedAt, ...proposed(ctx, page.slug) })
  })
}

/** Where members propose another text. */
function proposed({ site, actor, registry }: Context, slug: string): { proposeUrl?: string } {
  if (!actor.member || !registry.plugins.has('governance')) return {}
  if (!membersDecide(decidesWhenProposed(site, publishPage, { slug }))) return {}
  return { proposeUrl: `/governance/propose?${new URLSearchParams({ action: 'page.publish', slug })}` }
}
