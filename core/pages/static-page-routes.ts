import { notFound } from '../errors.ts'
import type { Router } from '../http/router.ts'
import { markdownHtml } from '../panel/markdown.ts'
import { maybeStaticPage } from './static-page.ts'

/** Pages that the site itself wrote. */
export function addStaticPageRoutes(router: Router): void {
  router.get('/pages/:slug', async ctx => {
    const page = await maybeStaticPage(ctx.site.db, ctx.params.slug ?? '')
    if (!page || page.removedAt) throw notFound('page')
    const { title, body, publishedAt } = page
    await ctx.page('page', { title, bodyHtml: markdownHtml(body), publishedAt })
  })
}
