import KoaRouter from '@koa/router'
import { SiteError } from '../errors.ts'
import type { Context, State } from './context.ts'

export type Router = KoaRouter<State, Context>

export function makeRouter(): Router {
  return new KoaRouter<State, Context>()
}

/** What a form page shows again when the input was refused. */
export interface FormState {
  values: Record<string, unknown>
  problems: Record<string, string>
}

export interface FormRoute {
  /** Shows the page: empty at first, with values and problems after a refusal. */
  show(ctx: Context, form: FormState): Promise<void>
  /** Runs one verb and sends the visitor on. What it refuses is shown on the page again. */
  submit(ctx: Context): Promise<void>
}

/** GET shows a form, POST runs it; a refusal shows the form again with what was typed and the reason beside each field. */
export function addForm(router: Router, path: string, route: FormRoute): void {
  router.get(path, ctx => route.show(ctx as Context, { values: { ...ctx.query }, problems: {} }))
  router.post(path, async ctx => {
    try {
      await route.submit(ctx as Context)
    } catch (error) {
      // A script shows the reason itself.
      if (!(error instanceof SiteError) || error.status === 404 || ctx.wantsFragment) throw error
      ctx.status = error.status
      const problems = Object.keys(error.problems).length > 0 ? error.problems : { form: error.message }
      await route.show(ctx as Context, { values: withoutSecrets(ctx.state.body), problems })
    }
  })
}

function withoutSecrets(body: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !/password|code|^_/i.test(name)))
}
