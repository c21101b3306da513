import type { Router } from '../http/router.ts'
import type { Site } from '../site.ts'
import { maybeDraft } from './draft.ts'
import { findVersion } from './look-version.ts'
import { makeLook } from './make-look.ts'
import { previewBarCss, previewBarUrl } from './preview-bar.ts'

/** The stylesheets of looks, under addresses that carry their hash: of the published one, of versions, and of drafts for who knows the hash. */
export function addLookAssetRoutes(router: Router): void {
  router.get('/assets/looks/:id/:file', async ctx => {
    const { id = '', file = '' } = ctx.params
    const css = await findCss(ctx.site, id, file.replace(/\.css$/, ''))
    if (css === undefined) {
      ctx.status = 404
      ctx.type = 'text/plain'
      ctx.body = 'There is no such file.'
      return
    }
    ctx.type = 'text/css; charset=utf-8'
    ctx.set('Cache-Control', 'public, max-age=31536000, immutable')
    ctx.body = css
  })
}

async function findCss(site: Site, id: string, hash: string): Promise<string | undefined> {
  if (`/assets/looks/${id}/${hash}.css` === previewBarUrl) return previewBarCss
  const { current } = site.look
  if (hash === current.stylesheet.hash && id === (current.id || 'delivered')) return current.stylesheet.css
  if (!/^[0-9a-f-]{36}$/.test(id)) return undefined
  // A page may be open that was made with a look of before.
  const look = (await maybeDraft(site, id))?.look ?? (await findVersion(site.db, id).catch(() => undefined))?.look
  if (!look) return undefined
  const { stylesheet } = makeLook(site.themes, id, look)
  return stylesheet.hash === hash ? stylesheet.css : undefined
}
