import type { Router } from '../http/router.ts'
import { readBundle } from './editor-bundle.ts'

/** The script of the editor, under an address that carries its hash. */
export function addEditorAssetRoutes(router: Router): void {
  router.get('/assets/editor/:file', async ctx => {
    const bundle = await readBundle(ctx.site, (ctx.params.file ?? '').replace(/\.js$/, ''))
    ctx.status = bundle ? 200 : 404
    ctx.type = bundle ? 'text/javascript; charset=utf-8' : 'text/plain'
    if (bundle) ctx.set('Cache-Control', 'public, max-age=31536000, immutable')
    ctx.body = bundle ?? 'There is no such file.'
  })
}
