import type { Router } from '../http/router.ts'
import { exportTheme } from './pack-theme.ts'

/** Themes to take home. */
export function addThemePackageRoutes(router: Router): void {
  router.get('/admin/theme-packages/:name', async ctx => {
    const { release } = ctx.query
    const { name, bytes } = await exportTheme(ctx.site, ctx.actor, {
      name: ctx.params.name ?? '',
      ...(typeof release === 'string' && release && { release }),
    })
    ctx.type = 'application/zip'
    ctx.set('Cache-Control', 'private, no-store')
    ctx.attachment(name)
    ctx.body = bytes
  })
}
