import { seenCookie } from '../http/page.ts'
import type { Router } from '../http/router.ts'
import { shortOf } from './board.ts'

const most = 20

/** Putting an announcement away, in this browser: no row is written, and visitors can do it as well. */
export function addAnnouncementRoutes(router: Router): void {
  router.delete('/announcements/:id', ctx => {
    const before = (ctx.cookies.get(seenCookie) ?? '').split('.').filter(part => /^[0-9a-f]{12}$/.test(part))
    const id = shortOf(ctx.params.id ?? '')
    const seen = [...before.filter(part => part !== id), ...(/^[0-9a-f]{12}$/.test(id) ? [id] : [])].slice(-most)
    ctx.cookies.set(seenCookie, seen.join('.'), { httpOnly: true, sameSite: 'lax', secure: ctx.secure, maxAge: 365 * 86_400_000 })
    ctx.done(ctx.backTo('/'))
  })
}
