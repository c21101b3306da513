import type { Router } from '../http/router.ts'
import { imageCachePath, readCachedImageUrl } from './image-cache-url.ts'

/** Pictures of other sites, from this one's cache. Only addresses that this site signed are looked at, and readers are never sent elsewhere. */
export function addImageCacheRoutes(router: Router): void {
  router.get(`${imageCachePath}/:signature/:address`, async ctx => {
    const { signature = '', address = '' } = ctx.params
    const original = readCachedImageUrl(signature, address, ctx.site.secret)
    const image = original === undefined ? undefined : await ctx.site.images.get(original)
    ctx.set('X-Content-Type-Options', 'nosniff')
    if (!image) {
      ctx.status = 404
      ctx.type = 'text/plain'
      // Short: the picture may be there again soon.
      ctx.set('Cache-Control', 'public, max-age=300')
      ctx.body = 'There is no such picture.'
      return
    }
    ctx.status = 200
    ctx.type = image.type
    ctx.set({
      'Cache-Control': 'public, max-age=31536000, immutable',
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Cross-Origin-Resource-Policy': 'same-site',
      ETag: image.etag,
    })
    if (ctx.fresh) {
      ctx.status = 304
      return
    }
    ctx.body = Buffer.from(image.bytes)
  })
}
