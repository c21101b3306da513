import { isMember, type MemberActor } from '../actor.ts'
import { SiteError, unauthorized } from '../errors.ts'
import type { Context } from '../http/context.ts'
import type { FormState, Router } from '../http/router.ts'
import { addClaimRoutes } from './claim-routes.ts'
import { connectInput, connectSource } from './connect-source.ts'
import { editSource, editSourceInput } from './edit-source.ts'
import type { FetchReport } from './fetch-source.ts'
import { findInput, findSources } from './find-sources.ts'
import { pauseSource, resumeSource, sourceInput } from './pause-source.ts'
import { firstFetch, refreshSource } from './refresh-source.ts'
import { removeSource, removeSourceInput } from './remove-source.ts'
import { findSource, listSourcesOf, type Source } from './source.ts'
import { sourceView } from './source-view.ts'

/** One's sources: the list, looking before connecting, and what can be done with each. */
export function addSourceRoutes(router: Router): void {
  router.get('/sources', ctx => showList(ctx, { values: {}, problems: {} }))
  router.get('/sources/found', showFound)
  addClaimRoutes(router)

  router.post('/sources', async ctx => {
    const source = await connectSource(ctx.site, ctx.actor, ctx.read(connectInput))
    ctx.done('/sources', told(ctx, await firstFetch(ctx.site, source), 'Connected.'))
  })

  router.get('/sources/:id', ctx => showOptions(ctx, { values: {}, problems: {} }))
  router.put('/sources/:id', async ctx => {
    await editSource(ctx.site, ctx.actor, ctx.read(editSourceInput))
    ctx.done('/sources', 'Saved. It holds for what comes in from now on.')
  })
  router.delete('/sources/:id', async ctx => {
    const { removed } = await removeSource(ctx.site, ctx.actor, ctx.read(removeSourceInput))
    ctx.done('/sources', ctx.t(removed > 0 ? 'Disconnected, and {n} entries removed.' : 'Disconnected.', { n: removed }))
  })
  router.get('/sources/:id/removal', async ctx => ctx.page('source-remove', { source: await viewOf(ctx) }))
  addStateRoutes(router)
}

/** Fetching now, pausing and resuming. */
function addStateRoutes(router: Router): void {
  router.post('/sources/:id/fetches', async ctx => {
    const report = await refreshSource(ctx.site, ctx.actor, ctx.read(sourceInput))
    ctx.done('/sources', told(ctx, report, 'Fetched.'))
  })
  router.post('/sources/:id/pause', async ctx => {
    await pauseSource(ctx.site, ctx.actor, ctx.read(sourceInput))
    ctx.done('/sources', 'Paused. Nothing comes in from it until you resume it.', ctx.path)
  })
  router.delete('/sources/:id/pause', async ctx => {
    await resumeSource(ctx.site, ctx.actor, ctx.read(sourceInput))
    ctx.done('/sources', 'Resumed.')
  })
}

/** The list with the field to paste an address into. Lists of other readers that are refused come back here as well. */
export async function showList(ctx: Context, form: FormState): Promise<void> {
  const actor = requireMember(ctx)
  const sources = await listSourcesOf(ctx.site.db, actor.id)
  await ctx.page('sources', { ...form, sources: sources.map(source => sourceView(ctx, source)) })
}

/** What is in the way is said on the list's page, where the address was pasted. */
async function showFound(ctx: Context): Promise<void> {
  try {
    const preview = await findSources(ctx.site, ctx.actor, ctx.read(findInput))
    const address = String(ctx.query.address)
    const others = preview.found.filter(({ url }) => url !== preview.chosen.url)
    await ctx.page('source-found', {
      ...preview,
      address,
      others: others.map(({ url, title }) => ({
        title: title ?? url,
        url: `/sources/found?${new URLSearchParams({ address, feed: url })}`,
      })),
    })
  } catch (error) {
    if (!(error instanceof SiteError) || (error.status !== 422 && error.status !== 429)) throw error
    ctx.status = error.status
    await showList(ctx, { values: { address: ctx.query.address }, problems: { address: error.problems.address ?? error.message } })
  }
}

async function showOptions(ctx: Context, form: FormState): Promise<void> {
  await ctx.page('source-options', { ...form, source: await viewOf(ctx) })
}

async function viewOf(ctx: Context): Promise<ReturnType<typeof sourceView>> {
  return sourceView(ctx, await sourceOf(ctx))
}

/** The source that the address of the page names. */
export function sourceOf(ctx: Context): Promise<Source> {
  return findSource(ctx.site.db, requireMember(ctx).id, ctx.params.id ?? '')
}

function told(ctx: Context, report: FetchReport | undefined, done: string): string {
  if (!report) return `${ctx.t(done)} ${ctx.t('It takes a while; its entries come in by themselves.')}`
  if (report.problem) return ctx.t(report.problem)
  if (report.imported === 0) return `${ctx.t(done)} ${ctx.t('There was nothing new.')}`
  return `${ctx.t(done)} ${ctx.t('{n} entries came in.', { n: report.imported })}`
}

export function requireMember({ actor }: Context): MemberActor {
  if (!isMember(actor)) throw unauthorized()
  return actor
}
