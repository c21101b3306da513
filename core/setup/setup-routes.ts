import { visitor } from '../actor.ts'
import { clientOf } from '../http/client.ts'
import { addForm, type Router } from '../http/router.ts'
import { keepSession } from '../sessions/session-cookie.ts'
import { setUpSite, setUpSiteInput } from './set-up-site.ts'

/** The first-run setup. Once it is done, its address leads home. */
export function addSetupRoutes(router: Router): void {
  addForm(router, '/setup', {
    async show(ctx, form) {
      if (ctx.site.settings.setUpAt) return ctx.redirect('/')
      // A name that whoever runs the machine has fixed stands there already.
      const { siteName } = ctx.site.config.settings
      await ctx.page('setup', siteName ? { ...form, values: { siteName, ...form.values } } : form)
    },
    async submit(ctx) {
      const input = { ...ctx.read(setUpSiteInput), client: clientOf(ctx) }
      const { token } = await setUpSite(ctx.site, visitor, input)
      if (token) keepSession(ctx, token)
      ctx.done('/welcome', 'Your site is set up.')
    },
  })
}
