import { randomBytes } from 'node:crypto'
import { SiteError } from '../errors.ts'
import type { Context } from './context.ts'

/** The one catch around a request. Known failures show their text; for a bug the visitor gets a number, and the log the rest. */
export async function showErrors(ctx: Context, next: () => Promise<void>): Promise<void> {
  try {
    await next()
    if (ctx.status === 404 && ctx.body == null) await show(ctx, new SiteError(404, 'not-found', 'There is nothing at this address.'))
  } catch (error) {
    await show(ctx, known(ctx, error))
  }
}

function known(ctx: Context, error: unknown): SiteError {
  if (error instanceof SiteError) return error
  const { status, expose } = error as { status?: number; expose?: boolean }
  if (expose && status) return new SiteError(status, 'error', (error as Error).message)
  const number = randomBytes(4).toString('hex')
  ctx.site.log.error({ error, number, method: ctx.method, path: withoutCodes(ctx.path) }, 'a request failed')
  return new SiteError(
    500,
    'internal-server-error',
    `Something went wrong on our side. If you tell us about it, please mention the number ${number}.`,
  )
}

/** Codes of invitations and the like open doors, so the log does not know them. Ids may stay. */
function withoutCodes(path: string): string {
  return path.replaceAll(/[^/]{20,}/g, part => (/^[0-9a-f-]{36}$/.test(part) ? part : '…'))
}

async function show(ctx: Context, error: SiteError): Promise<void> {
  ctx.status = error.status
  if (wantsJson(ctx)) {
    ctx.body = { errorCode: error.code, errorMessage: error.message, ...(error.status === 422 && { problems: error.problems }) }
    return
  }
  if (error.status === 401 && ctx.method === 'GET') return ctx.redirect(`/sign-in?next=${encodeURIComponent(ctx.url)}`)
  const problem = { status: error.status, message: error.message, problems: Object.values(error.problems) }
  if (ctx.wantsFragment) return ctx.fragment('problem-fragment', problem)
  await ctx.page('problem', problem)
  ctx.status = error.status
}

function wantsJson(ctx: Context): boolean {
  return ctx.path.startsWith('/v2/') || ctx.accepts('html', 'json') === 'json'
}
