import { isMember } from '../actor.ts'
import { notFound } from '../errors.ts'
import type { Context } from '../http/context.ts'
import { isOwnPath } from '../http/own-path.ts'
import type { Router } from '../http/router.ts'
import { addressOf, type PageDeclaration, type RouteDeclaration } from '../plugin-contract/contributes.ts'
import { openToPlugins } from '../plugin-contract/plugin-addresses.ts'
import type { PageHandler, RouteHandler } from '../plugin-contract/plugin-handlers.ts'
import type { Bound } from '../plugins/registry.ts'
import { checkMayTakePart } from '../restrictions/check-may-take-part.ts'
import { pluginRenderLimits, RenderBudget } from '../themes/render-budget.ts'
import { callOf, checkAudience, failed, readDeclared, readTexts, throwRefusal } from './call-of.ts'
import { drawPart } from './fill-parts.ts'
import { matchPath } from './match-path.ts'
import { safeView } from './safe-view.ts'
import { sendFeed } from './send-feed.ts'

/** Milliseconds in which a route or page has to answer. */
const patience = 10_000
const mostJson = 1_000_000
/** How often one may ask for a change where a plugin does not say. */
const usual = { times: 120, minutes: 15 }

/**
 * Routes and pages of plugins, looked up in the registry that the request began with: below `/plugins/NAME/`, and below the few first
 * parts that trusted plugins may use. What the core answers was asked before.
 */
export function addPluginRoutes(router: Router): void {
  router.all('/plugins/:plugin{/*path}', answer)
  for (const first of Object.keys(openToPlugins)) router.all(`/${first}{/*path}`, answer)
}

async function answer(ctx: Context): Promise<void> {
  const method = ctx.method === 'HEAD' ? 'GET' : ctx.method
  for (const route of ctx.registry.routes) {
    const params = route.declared.method === method ? matchPath(addressOf(route.plugin, route.declared), ctx.path) : undefined
    if (params) return answerRoute(ctx, route, params)
  }
  for (const page of ctx.registry.pages) {
    const params = method === 'GET' ? matchPath(addressOf(page.plugin, page.declared), ctx.path) : undefined
    if (params) return showPage(ctx, page, params)
  }
  throw notFound('page')
}

async function answerRoute(ctx: Context, route: Bound<RouteDeclaration, RouteHandler>, params: Record<string, string>): Promise<void> {
  const { plugin, guard, declared, handler } = route
  checkAudience(ctx, declared.for)
  if (declared.speaks && isMember(ctx.actor)) await checkMayTakePart(ctx.site, ctx.actor)
  const limit = declared.limit ?? (declared.method === 'GET' ? undefined : usual)
  if (limit)
    await ctx.site.limits.spendUpTo(
      `plugin:${plugin}:${declared.id}`,
      { tries: limit.times, minutes: limit.minutes },
      ctx.actor.id ?? ctx.ip,
    )
  const call = Object.freeze({ ...callOf(ctx, readDeclared(ctx, declared.input, params)), ...readTexts(ctx, declared.texts) })
  const reply = await guard
    .run(`the route ${declared.id}`, { patience, memberId: ctx.actor.id }, async () => handler?.(call))
    .catch(error => {
      throw failed(plugin, error)
    })
  throwRefusal(reply)
  if (reply && 'feed' in reply) return sendFeed(ctx, reply.feed)
  if (reply && 'template' in reply) return sendPart(ctx, plugin, reply)
  if (reply && 'download' in reply) return sendFile(ctx, reply.download)
  await sendReply(ctx, plugin, (reply ?? {}) as Reply)
}

/** Plain text for the disk: a browser shows it nowhere. */
function sendFile(ctx: Context, { name, text }: { name: string; text: string }): void {
  if (String(text).length > mostJson) throw failed('', new Error('The answer is too large.'))
  ctx.type = 'text/plain; charset=utf-8'
  ctx.set('Cache-Control', 'private, no-store')
  ctx.attachment(
    String(name)
      .replaceAll(/[^\w.-]+/g, '-')
      .slice(0, 100),
  )
  ctx.body = String(text)
}

/** A part of a page, for a script that asked for it. */
function sendPart(ctx: Context, plugin: string, { template, view }: { template: string; view: Record<string, unknown> }): void {
  if (template !== plugin && !template.startsWith(`${plugin}-`)) throw failed(plugin, new Error('This is no template of the plugin.'))
  ctx.type = 'html'
  ctx.set('Cache-Control', 'private, no-store')
  ctx.body = drawPart(ctx, template, view, new RenderBudget(pluginRenderLimits))
}

interface Reply {
  json?: unknown
  page?: string
  view?: Record<string, unknown>
  status?: number
  redirect?: string
  notice?: string
}

async function sendReply(ctx: Context, plugin: string, reply: Reply): Promise<void> {
  const { status = 200 } = reply
  if ('json' in reply || 'page' in reply) ctx.status = Number.isInteger(status) && status >= 200 && status < 600 ? status : 200
  if ('page' in reply) {
    const page = ctx.registry.pages.find(one => one.plugin === plugin && one.declared.id === reply.page)
    if (!page) throw failed(plugin, new Error(`There is no page "${reply.page}" in "contributes.pages" of plugin.json.`))
    return drawPage(ctx, page, reply.view)
  }
  if ('json' in reply) {
    const text = JSON.stringify(reply.json) ?? 'null'
    if (text.length > mostJson) throw failed('', new Error('The answer is too large.'))
    ctx.type = 'json'
    ctx.set('Cache-Control', 'private, no-store')
    ctx.body = text
    return
  }
  // Only within the site: a plugin must not send people elsewhere under the site's name.
  const notice = typeof reply.notice === 'string' ? reply.notice.slice(0, 300) : undefined
  ctx.done(isOwnPath(reply.redirect) ? reply.redirect : ctx.backTo('/'), notice)
}

type BoundPage = Bound<PageDeclaration, PageHandler>

async function showPage(ctx: Context, page: BoundPage, params: Record<string, string>): Promise<void> {
  const { plugin, guard, declared, handler } = page
  checkAudience(ctx, declared.for)
  const call = callOf(ctx, readDeclared(ctx, declared.input, params))
  const view = await guard
    .run(`the page ${declared.id}`, { patience, memberId: ctx.actor.id }, async () => (handler ? handler(call) : {}))
    .catch(error => {
      throw failed(plugin, error)
    })
  throwRefusal(view)
  await drawPage(ctx, page, view)
}

async function drawPage(ctx: Context, { declared, settings }: BoundPage, view: unknown): Promise<void> {
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
  'footerPages',
  'menuPages',
  'announcements',
  'added',
  'formats',
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
