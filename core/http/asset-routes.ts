import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { findPluginAsset } from '../plugins/plugin-assets.ts'
import type { Asset } from '../themes/load-theme.ts'
import type { Context } from './context.ts'
import type { Router } from './router.ts'

/** Files of the theme, and of the admin panel, under addresses that carry their hash, so that a browser may keep them for good. */
export function addAssetRoutes(router: Router): void {
  router.get('/assets/*path', async ctx => {
    const asset = await findAsset(ctx)
    if (!asset) {
      ctx.status = 404
      ctx.type = 'text/plain'
      ctx.body = 'There is no such file.'
      return
    }
    ctx.type = asset.type
    // A page that is shown in nobody's name comes from nowhere, and asks for its fonts as another site would.
    if (asset.type === 'font/woff2') ctx.set('Access-Control-Allow-Origin', '*')
    ctx.set('Cache-Control', asset.immutable ? 'public, max-age=31536000, immutable' : 'public, max-age=300')
    ctx.length = (await stat(asset.file)).size
    ctx.body = createReadStream(asset.file)
  })
}

async function findAsset({ path, site, registry }: Context): Promise<Asset | undefined> {
  if (path.startsWith('/assets/admin/')) return (await site.panel())?.asset(path)
  return path.startsWith('/assets/plugins/') ? findPluginAsset(registry, path) : site.themes.asset(path)
}
