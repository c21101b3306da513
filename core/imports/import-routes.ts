import { Readable } from 'node:stream'
import type { Static } from 'typebox'
import { invalid } from '../errors.ts'
import type { Context } from '../http/context.ts'
import { addForm, type FormState, type Router } from '../http/router.ts'
import { Type } from '../http/type.ts'
import { settingsTabs } from '../members/settings-tabs.ts'
import { requireMember } from '../sources/source-routes.ts'
import { batchReport } from './batch-report.ts'
import { acceptOf, batchView, importerViews, workOn } from './batch-view.ts'
import { listImporters } from './choose-importer.ts'
import { discardBatch } from './discard-batch.ts'
import { findBatch, listBatchesOf } from './import-batch.ts'
import { keepArchive } from './keep-archive.ts'
import { startBatch, startBatchInput } from './start-batch.ts'
import { batchInput, stopBatch } from './stop-batch.ts'
import { restoreBatch, takeBackBatch } from './take-back-batch.ts'

const path = '/settings/import'

const sendInput = Type.Object({
  /** `plugin.id`; the site finds out when it is left out. */
  importer: Type.Optional(Type.String({ maxLength: 90 })),
  tooLarge: Type.Optional(Type.String()),
})
type SendInput = Static<typeof sendInput>

/** Archives that a member brings: sending one, what was found in it, bringing it in, taking it back. */
export function addImportRoutes(router: Router): void {
  addForm(router, path, {
    show: showList,
    async submit(ctx) {
      requireMember(ctx)
      const { importer, tooLarge }: SendInput = ctx.read(sendInput)
      if (tooLarge) throw invalid({ archive: ctx.t(tooLarge) })
      if (!ctx.state.archive) throw invalid({ archive: 'Choose the file of your archive.' })
      const { id } = await keepArchive(ctx.site, ctx.actor, ctx.state.archive, importer)
      ctx.done(`${path}/${id}`)
    },
  })
  router.get(`${path}/:id`, showBatch)
  router.get(`${path}/:id/report.csv`, ctx => {
    requireMember(ctx)
    ctx.type = 'text/csv'
    ctx.set('Content-Disposition', 'attachment; filename="import.csv"')
    ctx.set('Cache-Control', 'private, no-store')
    ctx.body = Readable.from(batchReport(ctx.site, ctx.actor, ctx.read(batchInput)))
  })
  router.delete(`${path}/:id`, async ctx => {
    await discardBatch(ctx.site, ctx.actor, ctx.read(batchInput))
    ctx.done(path, 'Put away, and its file is deleted.')
  })
  addWorkRoutes(router)
}

/** POST begins or goes on, DELETE stops; taking back is a thing that is made and removed as well. */
function addWorkRoutes(router: Router): void {
  router.post(`${path}/:id/work`, async ctx => {
    const input = ctx.read(startBatchInput)
    await startBatch(ctx.site, ctx.actor, input)
    ctx.done(`${path}/${input.id}`)
  })
  router.delete(`${path}/:id/work`, async ctx => {
    const input = ctx.read(batchInput)
    await stopBatch(ctx.site, ctx.actor, input)
    ctx.done(`${path}/${input.id}`, 'It stops in a moment. You can go on later.')
  })
  router.post(`${path}/:id/removal`, async ctx => {
    const input = ctx.read(batchInput)
    const { removed } = await takeBackBatch(ctx.site, ctx.actor, input)
    ctx.done(`${path}/${input.id}`, ctx.t('Taken back: {n} entries are gone.', { n: removed }), ctx.path)
  })
  router.delete(`${path}/:id/removal`, async ctx => {
    const input = ctx.read(batchInput)
    const { restored } = await restoreBatch(ctx.site, ctx.actor, input)
    ctx.done(`${path}/${input.id}`, ctx.t('{n} entries are back.', { n: restored }))
  })
}

async function showList(ctx: Context, { values, problems }: FormState): Promise<void> {
  const { id, member } = requireMember(ctx)
  const batches = await listBatchesOf(ctx.site.db, id)
  const work = await workOn(
    ctx.site,
    batches.map(batch => batch.id),
  )
  const importers = importerViews(ctx)
  const isPublic = member.feed.access === 'public'
  await ctx.page('settings-import', {
    tabs: settingsTabs(ctx, path),
    importers,
    connect: { label: ctx.t('Connect an address'), url: '/sources' },
    accept: acceptOf(listImporters(ctx.registry).map(({ declared }) => declared)),
    choices: [
      { value: '', label: ctx.t('Find out from the file'), selected: !values.importer },
      ...importers.map(({ name, title }) => ({ value: name, label: title, selected: values.importer === name })),
    ],
    megabytes: Math.max(0, ...importers.map(importer => importer.megabytes)),
    batches: batches.map(batch => batchView(ctx, batch, work.get(batch.id), isPublic)),
    problems: { ...problems, ...(problems.form && { archive: problems.form }) },
  })
}

async function showBatch(ctx: Context): Promise<void> {
  const { id, member } = requireMember(ctx)
  const batch = await findBatch(ctx.site.db, id, ctx.params.id ?? '')
  const work = await workOn(ctx.site, [batch.id])
  const view = batchView(ctx, batch, work.get(batch.id), member.feed.access === 'public')
  // Without scripts the page asks again by itself.
  if (view.isAtWork) ctx.set('Refresh', '3')
  await ctx.page('settings-import-batch', { tabs: settingsTabs(ctx, path), batch: view })
}
