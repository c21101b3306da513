import { feedFormats, feedPage } from '../feeds/feed-page.ts'
import { taggedWith } from '../feeds/feed-queries.ts'
import type { Router } from '../http/router.ts'
import { findShownTag } from './tag.ts'
import { tagUrl } from './tag-name.ts'

/** What is filed under a tag. Another spelling, or a word that stands for another tag, leads to the address that stays. */
export function addTagRoutes(router: Router): void {
  router.get('/tags/:name', async ctx => {
    const asked = ctx.params.name ?? ''
    const { name, label, uses } = await findShownTag(ctx.site.db, asked)
    if (asked !== name) return ctx.redirect(tagUrl(name) + ctx.search)
    const page = await feedPage(ctx, taggedWith(name))
    await ctx.page('tag', {
      ...page,
      tag: { name, label, url: tagUrl(name) },
      uses,
      formats: feedFormats(`tags/${encodeURIComponent(name)}`),
    })
  })
}
