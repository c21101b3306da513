import { notFound } from '../errors.ts'
import { isOwnPath } from '../http/own-path.ts'
import type { Router } from '../http/router.ts'
import { maybeDraft, readPreviewCode } from './draft.ts'
import { previewCookie } from './preview.ts'

const hours = 24

/** The signed links of drafts: whoever opens one sees the site with the draft, until they leave or a day has passed. */
export function addPreviewRoutes(router: Router): void {
  router.get('/previews/end', ctx => {
    ctx.cookies.set(previewCookie, null)
    ctx.set('Cache-Control', 'no-store')
    ctx.redirect('/')
  })

  router.get('/previews/:code', async ctx => {
    const code = ctx.params.code ?? ''
    const id = readPreviewCode(ctx.site, code)
    if (!id || !(await maybeDraft(ctx.site, id))) throw notFound('preview')
    ctx.cookies.set(previewCookie, code, { httpOnly: true, sameSite: 'lax', secure: ctx.secure, maxAge: hours * 3_600_000 })
    ctx.set('Cache-Control', 'no-store')
    const { to } = ctx.query
    ctx.redirect(isOwnPath(to) ? to : '/')
  })
}
