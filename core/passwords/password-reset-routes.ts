import { clientOf } from '../http/client.ts'
import { addForm, type Router } from '../http/router.ts'
import { keepSession } from '../sessions/session-cookie.ts'
import { maybeResetOwner } from './password-reset.ts'
import { requestPasswordReset, requestPasswordResetInput } from './request-password-reset.ts'
import { resetPassword, resetPasswordInput } from './reset-password.ts'

/** Asking for a link to a new password, and using it. */
export function addPasswordResetRoutes(router: Router): void {
  addForm(router, '/password-reset-requests', {
    async show(ctx, { values, problems }) {
      await ctx.page('password-reset-request', { values, problems, mail: ctx.site.mailer.enabled, sent: 'sent' in ctx.query })
    },
    async submit(ctx) {
      await requestPasswordReset(ctx.site, ctx.actor, { ...ctx.read(requestPasswordResetInput), client: clientOf(ctx) })
      ctx.done('/password-reset-requests?sent')
    },
  })

  addForm(router, '/password-reset', {
    async show(ctx, { values, problems }) {
      const token = typeof values.token === 'string' ? values.token : ''
      const valid = (await maybeResetOwner(ctx.site.db, token, ctx.site.now())) !== undefined
      ctx.set('Referrer-Policy', 'no-referrer')
      await ctx.page('password-reset', { token, valid, problems })
    },
    async submit(ctx) {
      keepSession(ctx, await resetPassword(ctx.site, ctx.actor, { ...ctx.read(resetPasswordInput), client: clientOf(ctx) }))
      ctx.done('/', 'Your password is changed and you are signed in.')
    },
  })
}
