import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { Router } from '../http/router.ts'
import { mediaPath, mediaType } from './media-store.ts'

/** Pictures of members. Their names are hashes that nobody can guess and that never change their meaning. */
export function addMediaRoutes(router: Router): void {
  router.get('/media/:file', async ctx => {
    const { file = '' } = ctx.params
    const path = mediaPath(ctx.site, file)
    const found = path && (await stat(path).catch(() => undefined))
    if (!path || !found) {
      ctx.status = 404
      ctx.body = 'There is no such picture.'
      return
    }

    const type = mediaType(file)
    ctx.type = type
    ctx.set({
      'Cache-Control': 'public, max-age=31536000, immutable',
      'Content-Disposition': `${type.startsWith('image/') ? 'inline' : 'attachment'}; filename="${file}"`,
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'X-Content-Type-Options': 'nosniff',
      'Cross-Origin-Resource-Policy': 'same-site',
      ETag: `"${file}"`,
    })
    ctx.status = 200
    if (ctx.fresh) {
      ctx.status = 304
      return
    }
    ctx.length = found.size
    ctx.body = createReadStream(path)
  })
}
