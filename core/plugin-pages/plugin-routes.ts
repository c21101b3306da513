import { notFound } from '../errors.ts'
import type { Context } from '../http/context.ts'
import type { Router } from '../http/router.ts'
import type { PageDeclaration, RouteDeclaration } from '../plugins/contributes.ts'
import type { PageHandler, RouteHandler, RouteReply } from '../plugins/plugin-handlers.ts'
import type { Bound } from '../plugins/registry.ts'
import { callOf, checkAudience, failed, readDeclared, throwRefusal } from './call-of.ts'
import { matchPath } from './match-path.ts'
import { safeView } from './safe-view.ts'

/** Milliseconds in which a route or page has to answer. */
const patience = 10_000
const mostJson = 1_000_000
/** How often one may ask for a change where a plugin does not say. */
const usual = { times: 120, minutes: 15 }

/** Routes and pages of plugins below `/plugins/NAME/`, looked up in the registry that the request began with. */
export function addPluginRoutes(router: Router): void {
  router.all('/plugins/:plugin{/*path}', async ctx => {
    const [, , plugin = '', ...rest] = ctx.path.split('/')
    const path = `/${rest.join('/')}`
    const method = ctx.method === 'HEAD' ? 'GET' : ctx.method
    for (const route of ctx.registry.routes) {
      const params = route.plugin === plugin && route.declared.method === method ? matchPath(route.declared.path, path) : undefined
      if (params) return answerRoute(ctx, route, params)
    }
    for (const page of ctx.registry.pages) {
      const params = page.plugin === plugin && method === 'GET' ? matchPath(page.declared.path, path) : undefined
      if (params) return showPage(ctx, page, params)
    }
    throw notFound('page')
  })
}

async function answerRoute(ctx: Context, route: Bound<RouteDeclaration, RouteHandler>, params: Record<string, string>): Promise<void> {
  const { plugin, guard, declared, handler } = route
  checkAudience(ctx, declared.for)
  const limit = declared.limit ?? (declared.method === 'GET' ? undefined : usual)
  if (limit)
    await ctx.site.limits.spendUpTo(
      `plugin:${plugin}:${declared.id}`,
      { tries: limit.times, minutes: limit.minutes },
      ctx.actor.id ?? ctx.ip,
    )
  const call = callOf(ctx, readDeclared(ctx, declared.input, params))
  const reply = await guard
    .run(`the route ${declared.id}`, { patience, memberId: ctx.actor.id }, async () => handler?.(call))
    .catch(error => {
      throw failed(plugin, error)
    })
  throwRefusal(reply)
  sendReply(ctx, (reply ?? {}) as Exclude<RouteReply, { problem?: string }>)
}

function sendReply(ctx: Context, reply: { json?: unknown; status?: number; redirect?: string; notice?: string }): void {
  if ('json' in reply) {
    const text = JSON.stringify(reply.json) ?? 'null'
    if (text.length > mostJson) throw failed('', new Error('The answer is too large.'))
    const { status = 200 } = reply
    ctx.status = Number.isInteger(status) && status >= 200 && status < 600 ? status : 200
    ctx.type = 'json'
    ctx.set('Cache-Control', 'private, no-store')
    ctx.body = text
    return
  }
  // Only within the site: a plugin must not send people elsewhere under the site's name.
  const isOwn = typeof reply.redirect === 'string' && /^\/(?![/\\])/.test(reply.redirect)
  const notice = typeof reply.notice === 'string' ? reply.notice.slice(0, 300) : undefined
  ctx.done(isOwn ? reply.redirect! : ctx.backTo('/'), notice)
}

async function showPage(ctx: Context, page: Bound<PageDeclaration, PageHandler>, params: Record<string, string>): Promise<void> {
  const { plugin, guard, settings, declared, handler } = page
  checkAudience(ctx, declared.for)
  const call = callOf(ctx, readDeclared(ctx, declared.input, params))
  const view = await guard
    .run(`the page ${declared.id}`, { patience, memberId: ctx.actor.id }, async () => (handler ? handler(call) : {}))
    .catch(error => {
      throw failed(plugin, error)
    })
  throwRefusal(view)
  await ctx.page(declared.template, { title: declared.title, settings, ...ownNames(safeView(view)) })
}

/** What every page gets is the site's to say. */
const basics = new Set([
  'site',
  'me',
  'csrf',
  'notice',
  'path',
  'locale',
  'dir',
  'groups',
  'signUp',
  'look',
  'theme',
  'slots',
  'entries',
  'entry',
])

function ownNames(view: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(view).filter(([name]) => !basics.has(name)))
}
