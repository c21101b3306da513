import { isMember } from '../actor.ts'
import { clientOf } from '../http/client.ts'
import { addForm, type Router } from '../http/router.ts'
import { KeptOut } from '../restrictions/kept-out.ts'
import { forgetSession, keepSession } from './session-cookie.ts'
import { signIn, signInInput } from './sign-in.ts'
import { signOut } from './sign-out.ts'

/** Signing in and out. `next` is the page to go on with. */
export function addSessionRoutes(router: Router): void {
  addForm(router, '/sign-in', {
    async show(ctx, { values, problems }) {
      const next = safePath(values.next)
      if (isMember(ctx.actor)) return ctx.redirect(next)
      await ctx.page('sign-in', { values, problems, next, mail: ctx.site.mailer.enabled })
    },
    async submit(ctx) {
      const { sessionId } = ctx.state
      const signedIn = await signIn(ctx.site, ctx.actor, { ...ctx.read(signInInput), client: clientOf(ctx), sessionId }).catch(keptOut)
      if (signedIn instanceof KeptOut) return ctx.redirect(`/decisions?pass=${signedIn.pass}`)
      keepSession(ctx, signedIn.token)
      // Whoever comes back during the grace period of a closing account is asked whether to stay.
      ctx.done(signedIn.closingAt ? '/settings/account' : safePath(ctx.state.body.next))
    },
  })

  router.post('/sign-out', async ctx => {
    await signOut(ctx.site, ctx.actor, { sessionId: ctx.state.sessionId })
    forgetSession(ctx)
    ctx.done('/', 'You are signed out.')
  })
}

/** Who is kept out is not sent away, but shown why. */
function keptOut(error: unknown): KeptOut {
  if (error instanceof KeptOut) return error
  throw error
}

/** A path on this site, whatever was sent. Browsers read a backslash as a slash, and `//host` is another site. */
function safePath(path: unknown): string {
  return typeof path === 'string' && /^\/(?![/\\])[^\\\p{Cc}]*$/u.test(path) ? path : '/'
}
