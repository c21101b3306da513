import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { forbidden } from '../errors.ts'
import type { Context } from './context.ts'

const safe = new Set(['GET', 'HEAD', 'OPTIONS'])

/** The hidden field of every form: made from the visitor's cookie, so that another site cannot know it. */
export function csrfToken(ctx: Context): string {
  if (!ctx.state.csrfSecret) {
    ctx.state.csrfSecret = randomBytes(18).toString('base64url')
    ctx.cookies.set('tributary_visitor', ctx.state.csrfSecret, { httpOnly: true, sameSite: 'lax', secure: ctx.secure })
  }
  // A page has a form for every entry, so the token is made once.
  ctx.state.csrfToken ??= createHmac('sha256', ctx.site.secret).update(`csrf:${ctx.state.csrfSecret}`).digest('base64url').slice(0, 32)
  return ctx.state.csrfToken
}

/** Refuses changes that do not come from a form of this site. */
export async function checkCsrf(ctx: Context, next: () => Promise<void>): Promise<void> {
  if (safe.has(ctx.method) || cameByOneClick(ctx)) return next()
  const site = ctx.get('Sec-Fetch-Site')
  if (site && site !== 'same-origin' && site !== 'none') throw forbidden('This form was sent from another site.')
  const sent = String(ctx.state.body._csrf ?? ctx.get('X-Csrf-Token'))
  if (!ctx.state.csrfSecret || !equal(sent, csrfToken(ctx))) {
    throw forbidden('This page was open for too long or your browser refuses cookies. Please go back, reload the page and try again.')
  }
  await next()
}

/** Mail programs unsubscribe by a bare POST (RFC 8058); the address itself carries a signature. */
export function cameByOneClick(ctx: Context): boolean {
  return ctx.path.startsWith('/mail/off/')
}

function equal(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
}
