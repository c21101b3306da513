import { Readable } from 'node:stream'
import { maybeAction } from '../actions/act.ts'
import type { Outcome } from '../actions/action.ts'
import { findAudit } from '../actions/audit-log.ts'
import { isStaff, may } from '../actions/permissions.ts'
import { canBeUndone, undoAction, undoActionInput } from '../actions/undo-action.ts'
import { isMember } from '../actor.ts'
import { forbidden, notFound, SiteError, unauthorized } from '../errors.ts'
import { editList, listButton } from '../forms/edit-list.ts'
import type { Context } from '../http/context.ts'
import { csrfToken } from '../http/csrf.ts'
import { pageView } from '../http/page.ts'
import type { Router } from '../http/router.ts'
import { listDecided } from '../lock/propose-url.ts'
import { showReader } from '../members/show-reader.ts'
import { type ActForm, actOnAll, readActForm } from './act-form.ts'
import type { NamedPage, Panel } from './open-panel.ts'
import type { PanelRequest } from './panel-page.ts'
import { listPluginPages } from './plugin-panel.ts'

/** The admin panel under `/admin`: its pages, and one address to which the forms of all actions go. */
export function addPanelRoutes(router: Router): void {
  router.get('/admin', showFirst)
  router.post('/admin/act', act)
  router.delete('/admin/audit/:id', undo)
  router.get('/admin/:page', ctx => showPage(ctx, ctx.params.page ?? ''))
  router.get('/admin/:page/export', download)
  router.post('/admin/:page', async ctx => {
    const { panel, page } = await findPage(ctx, ctx.params.page ?? '')
    if (!page.submit) throw notFound('form')
    const request = requestOf(ctx)
    // A button beside a list changes what the form holds, and nothing else.
    if (listButton in ctx.state.body) return render(ctx, panel, page, { ...request, body: editList(ctx.state.body) })
    try {
      const answer = await page.submit({ ...request, body: ctx.state.body, files: ctx.state.files })
      if (answer === undefined) return await render(ctx, panel, page, { ...request, body: ctx.state.body })
      const { notice, url } = typeof answer === 'string' ? { notice: answer, url: page.url } : answer
      ctx.done(url, notice)
    } catch (error) {
      await refuse(ctx, panel, page, error)
    }
  })
}

/** The overview, or for who may not see it the first page that they may. */
async function showFirst(ctx: Context): Promise<void> {
  const panel = await ctx.site.panel()
  const overview = panel?.pages.find(page => page.name === '')
  const first = panel?.pages.find(page => page.order !== undefined && maySee(ctx, page))
  if (overview && first && !maySee(ctx, overview)) return ctx.redirect(first.url)
  await showPage(ctx, '')
}

/** The whole list of a page, as a file to keep. It is written while it is read. */
async function download(ctx: Context): Promise<void> {
  const { page } = await findPage(ctx, ctx.params.page ?? '')
  const file = await page.download?.(requestOf(ctx))
  if (!file) throw notFound('file')
  ctx.type = file.type
  ctx.set('Cache-Control', 'private, no-store')
  ctx.attachment(file.name)
  ctx.body = Readable.from(file.chunks)
}

async function showPage(ctx: Context, name: string): Promise<void> {
  const { panel, page } = await findPage(ctx, name)
  await render(ctx, panel, page, requestOf(ctx))
}

/**
 * Runs an action from a form: `action` names it, `back` is the page it stands on, the other fields are its input. With `ask` the
 * visitor first sees what would change; with `each` it is run for everything that was ticked.
 */
async function act(ctx: Context): Promise<void> {
  const { panel, page, back } = await findBack(ctx)
  try {
    const form = readActForm(ctx.state.body)
    const outcome = await actOnAll(ctx.site, ctx.actor, form)
    if (!form.options.dryRun) return await done(ctx, back, outcome)
    await renderView(ctx, panel, 'confirm', {
      title: page.title,
      page,
      back,
      outcome,
      fields: form.fields,
      asksReason: asksReason(ctx, form),
    })
  } catch (error) {
    await refuse(ctx, panel, page, error, true)
  }
}

/** What moderators do needs a reason, which the form may have left to be asked for. */
function asksReason({ site }: Context, { action, options }: ActForm): boolean {
  return maybeAction(site, action)?.authority === 'moderation' && !options.reason?.trim()
}

/** The page that a form stands on, and its address with the filters it was seen with. */
async function findBack(ctx: Context): Promise<{ panel: Panel; page: NamedPage; back: string }> {
  const [address, name = ''] = /^\/admin(?:\/([a-z-]+))?(?:\?[^\s#\\]*)?$/.exec(String(ctx.state.body.back ?? '')) ?? []
  const found = await findPage(ctx, name)
  return { ...found, back: address ?? found.page.url }
}

async function undo(ctx: Context): Promise<void> {
  const { page } = await findPage(ctx, 'audit')
  const outcome = await undoAction(ctx.site, ctx.actor, ctx.read(undoActionInput))
  ctx.done(page.url, `Taken back. ${outcome.summary}`)
}

async function done(ctx: Context, back: string, { summary, changes, auditId }: Outcome): Promise<void> {
  const undoable = auditId !== undefined && canBeUndone(ctx.site, await findAudit(ctx.site.db, auditId))
  ctx.done(back, changes.length > 0 ? summary : 'Nothing changed: it is so already.', undoable ? `/admin/audit/${auditId}` : undefined)
}

/** Shows the page again with what was typed and what was wrong; with `onTop` also above everything, for forms that show no problems. */
async function refuse(ctx: Context, panel: Panel, page: NamedPage, error: unknown, onTop = false): Promise<void> {
  if (!(error instanceof SiteError) || error.status === 401) throw error
  ctx.status = error.status
  const problems = Object.keys(error.problems).length > 0 && !onTop ? error.problems : { ...error.problems, form: error.message }
  await render(ctx, panel, page, { ...requestOf(ctx), body: ctx.state.body, problems })
}

/** The page, for whoever may see it. A visitor is asked to sign in; for everybody else it is forbidden, whether it exists or not. */
async function findPage(ctx: Context, name: string): Promise<{ panel: Panel; page: NamedPage }> {
  if (!isMember(ctx.actor)) throw unauthorized()
  const panel = await ctx.site.panel()
  if (!panel) throw notFound('page')
  if (!isStaff(ctx.actor)) throw forbidden('Only those who look after this site can see this page.')
  const page = panel.pages.find(known => known.name === name)
  if (!page) throw notFound('page')
  if (!maySee(ctx, page)) throw forbidden(`This page needs the permission "${page.permission}".`)
  return { panel, page }
}

/** What `staff` see is found out where the page is asked for: nobody else comes this far. */
function maySee({ actor }: Context, { permission }: NamedPage): boolean {
  return permission === 'staff' ? isStaff(actor) : may(actor, permission)
}

function requestOf(ctx: Context): PanelRequest {
  // A form that is refused is shown on the page it came from, with its filters.
  const back = URL.parse(String(ctx.state.body.back ?? ''), ctx.site.url)
  const given = ctx.method === 'GET' ? ctx.query : Object.fromEntries(back?.searchParams ?? [])
  const query = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String([value].flat()[0] ?? '')]))
  return { site: ctx.site, actor: ctx.actor, query, body: {}, files: [], problems: {}, csrf: () => csrfToken(ctx) }
}

async function render(ctx: Context, panel: Panel, page: NamedPage, request: PanelRequest): Promise<void> {
  const view = await page.show(request)
  const decided = listDecided(ctx.site, page.actions ?? [])
  const about = { title: page.title, page, problems: request.problems, ...(decided.length > 0 && { decided }) }
  await renderView(ctx, panel, page.name || 'overview', { ...about, ...view })
}

async function renderView(
  ctx: Context,
  panel: Panel,
  template: string,
  view: Record<string, unknown> & { page: NamedPage },
): Promise<void> {
  const pages = panel.pages.filter(page => page.order !== undefined && maySee(ctx, page))
  const link = (page: NamedPage) => ({ title: page.title, url: page.url, here: page.name === (view.under ?? view.page.name) })
  const sections = [...Map.groupBy(pages, page => page.section ?? '')].map(([title, list]) => ({ title, pages: list.map(link) }))
  if (view.page.framesSite) frameSite(ctx)
  const added = listPluginPages(ctx.site, ctx.actor)
  if (added.length > 0)
    sections.push({
      title: 'From plugins',
      pages: added.map(({ plugin, id, ...page }) => ({ ...page, here: view.under === `${plugin}.${id}` })),
    })
  const reader = showReader(ctx.actor, ctx.state, [], ctx.locale)
  ctx.type = 'html'
  ctx.set('Cache-Control', 'private, no-store')
  ctx.body = panel.render(template, Object.assign(pageView(ctx, reader), { sections }, view), ctx.locale)
}

/** The page may show the site in a frame, and nothing else. */
function frameSite(ctx: Context): void {
  const policy = ctx.response.get('Content-Security-Policy')
  ctx.set('Content-Security-Policy', policy.replace(/frame-src [^;]*/, "frame-src 'self'"))
}
