import { isMember, visitor } from '../actor.ts'
import { unauthorized } from '../errors.ts'
import { clientOf } from '../http/client.ts'
import { addForm, type Router } from '../http/router.ts'
import { showInvitation } from '../invitations/show-invitation.ts'
import { keepSession } from '../sessions/session-cookie.ts'
import { signUp, signUpInput } from './sign-up.ts'

/** Making an account, and the pages after it. */
export function addSignUpRoutes(router: Router): void {
  addForm(router, '/sign-up', {
    async show(ctx, { values, problems }) {
      if (isMember(ctx.actor)) return ctx.redirect('/')
      const inviter = typeof values.invitation === 'string' ? (await showInvitation(ctx.site, values.invitation))?.inviter : undefined
      const mode = inviter && ctx.site.settings.signUp !== 'closed' ? 'open' : ctx.site.settings.signUp
      await ctx.page('sign-up', { values, problems, mode, ...(inviter && { inviter }) })
    },
    async submit(ctx) {
      const actor = isMember(ctx.actor) ? ctx.actor : visitor
      const { token } = await signUp(ctx.site, actor, { ...ctx.read(signUpInput), client: clientOf(ctx) })
      if (token) keepSession(ctx, token)
      ctx.done(token ? '/welcome' : '/welcome/waiting')
    },
  })

  router.get('/welcome', async ctx => {
    if (!isMember(ctx.actor)) throw unauthorized()
    await ctx.page('welcome', { name: ctx.actor.member.feed.name, isFirst: ctx.actor.member.role === 'admin' })
  })

  router.get('/welcome/waiting', async ctx => {
    await ctx.page('waiting', { mail: ctx.site.mailer.enabled })
  })
}
