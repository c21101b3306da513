import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { Router } from './router.ts'

/** Files of the theme, and of the admin panel, under addresses that carry their hash, so that a browser may keep them for good. */
export function addAssetRoutes(router: Router): void {
  router.get('/assets/*path', async ctx => {
    const asset = ctx.path.startsWith('/assets/admin/') ? (await ctx.site.panel())?.asset(ctx.path) : ctx.site.themes.asset(ctx.path)
    if (!asset) {
      ctx.status = 404
      ctx.type = 'text/plain'
      ctx.body = 'There is no such file.'
      return
    }
    ctx.type = asset.type
    ctx.set('Cache-Control', asset.immutable ? 'public, max-age=31536000, immutable' : 'public, max-age=300')
    ctx.length = (await stat(asset.file)).size
    ctx.body = createReadStream(asset.file)
  })
}
