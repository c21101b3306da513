import type { Context } from '../http/context.ts'
import { sessionCookie } from '../http/session.ts'

/** The browser keeps the cookie for long; how long it is worth something is decided by the session's row. */
const year = 365 * 86_400_000

/** Signs the browser in: from the next request on it is the member of this session. */
export function keepSession(ctx: Context, token: string): void {
  ctx.cookies.set(sessionCookie, token, { httpOnly: true, sameSite: 'lax', secure: ctx.secure, maxAge: year, overwrite: true })
  // The secret of the form tokens changes with the session.
  ctx.cookies.set('tributary_visitor', null)
}

export function forgetSession(ctx: Context): void {
  ctx.cookies.set(sessionCookie, null, { overwrite: true })
}
