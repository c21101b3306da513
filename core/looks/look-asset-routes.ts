import { createReadStream } from 'node:fs'
import type { Context } from '../http/context.ts'
import type { Router } from '../http/router.ts'
import type { Site } from '../site.ts'
import { hashOfStyles, readEdits } from '../themes/read-theme.ts'
import { maybeDraft } from './draft.ts'
import type { Look } from './look.ts'
import { findVersion } from './look-version.ts'
import { makeLook, maybeThemeOf } from './make-look.ts'
import { previewBarCss, previewBarUrl } from './preview-bar.ts'

/**
 * The stylesheets of looks, under addresses that carry their hash: of the published one, of versions, and of drafts for who knows the
 * hash. Beside the one of what was chosen, those of the theme that were changed in the browser.
 */
export function addLookAssetRoutes(router: Router): void {
  router.get('/assets/looks/:id/:file', async ctx => {
    const { id = '', file = '' } = ctx.params
    const css = await findCss(ctx.site, id, file.replace(/\.css$/, ''))
    if (css === undefined) return refuse(ctx)
    answer(ctx, 'text/css; charset=utf-8', css)
  })

  router.get('/assets/looks/:id/:hash/*path', async ctx => {
    const { id = '', hash = '', path = '' } = ctx.params
    const look = await maybeLook(ctx.site, id)
    if (!look) return refuse(ctx)
    const { theme: name, release } = look
    const chain = ctx.site.themes.chain({ name, ...(release && { release }) })
    const { styles } = readEdits(look.files)
    if (hashOfStyles(styles, chain) !== hash) return refuse(ctx)
    const css = styles.get(path)
    if (css !== undefined) return answer(ctx, 'text/css; charset=utf-8', css)
    // What a changed stylesheet names beside itself: fonts and pictures of the theme.
    const asset = chain.find(theme => theme.assets.has(path))?.assets.get(path)
    if (!asset) return refuse(ctx)
    answer(ctx, asset.type, createReadStream(asset.file))
  })
}

function answer(ctx: Context, type: string, body: Context['body']): void {
  ctx.type = type
  ctx.set('Cache-Control', 'public, max-age=31536000, immutable')
  ctx.body = body
}

function refuse(ctx: Context): void {
  ctx.status = 404
  ctx.type = 'text/plain'
  ctx.body = 'There is no such file.'
}

async function findCss(site: Site, id: string, hash: string): Promise<string | undefined> {
  if (`/assets/looks/${id}/${hash}.css` === previewBarUrl) return previewBarCss
  const { current } = site.look
  if (hash === current.stylesheet.hash && id === (current.id || 'delivered')) return current.stylesheet.css
  const look = await maybeLook(site, id)
  if (!look) return undefined
  const { stylesheet } = makeLook(site.themes, id, look)
  return stylesheet.hash === hash ? stylesheet.css : undefined
}

/** The look that is shown, a draft, or one of before: a page may be open that was made with it. */
async function maybeLook(site: Site, id: string): Promise<Look | undefined> {
  if (id === site.look.current.id) return site.look.current.look
  if (!/^[0-9a-f-]{36}$/.test(id)) return undefined
  const look = (await maybeDraft(site, id))?.look ?? (await findVersion(site.db, id).catch(() => undefined))?.look
  return look && maybeThemeOf(site.themes, look) && look
}
