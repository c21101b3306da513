import { forbidden, unauthorized } from '../errors.ts'
import { showEntryPage, showOneEntry } from '../feeds/entry-page.ts'
import { findVisibleEntry } from '../feeds/visibility.ts'
import type { Context, UploadedFile } from '../http/context.ts'
import { addForm, type Router } from '../http/router.ts'
import { readInsert } from '../inserts/insert-form.ts'
import { licenceChoices } from '../licences/licence-input.ts'
import { editEntry, entryEditInput } from './edit-entry.ts'
import type { Entry } from './entry.ts'
import { canEditEntry } from './entry-access.ts'
import { entryInput, publishEntry } from './publish-entry.ts'
import { entryIdInput, removeEntry, restoreEntry } from './remove-entry.ts'
import { savePictures } from './save-pictures.ts'
import { refusedShareBox } from './share-box.ts'
import { showAttachments } from './show-attachments.ts'
import type { Place } from './show-entry.ts'
import { showRemoved } from './show-removed.ts'

export function addEntryRoutes(router: Router): void {
  // The share box stands on several pages; what it refuses is shown on a page of its own, with all that was typed.
  addForm(router, '/entries', {
    async show(ctx, form) {
      const shareBox = await refusedShareBox(ctx, form)
      if (!shareBox) throw unauthorized()
      await ctx.page('entry-new', { shareBox })
    },
    async submit(ctx) {
      await ctx.site.limits.spend('post', ctx.actor.id ?? ctx.ip)
      const uploads = await takePictures(ctx, ctx.read(entryInput).uploads)
      const input = ctx.read(entryInput)
      const filled = input.insert && { insertValues: readInsert(ctx.registry, input.insert, ctx.state.body) }
      const entry = await publishEntry(ctx.site, ctx.actor, { ...input, ...filled, uploads })
      const back = ctx.backTo('/')
      ctx.done(back.startsWith('/entries') ? '/' : back, 'Shared.', `/entries/${entry.id}`)
    },
  })

  addForm(router, '/entries/:id/edit', {
    async show(ctx, { values, problems }) {
      const entry = await findVisibleEntry(ctx.site.db, ctx.actor, ctx.params.id ?? '')
      if (!canEditEntry(ctx.actor, entry)) throw forbidden('Only its author can edit an entry.')
      const licences = licenceChoices(ctx.method === 'POST' ? String(values.licence ?? '') : entry.licence)
      const typed =
        ctx.method === 'POST'
          ? values
          : { body: entry.body, link: entry.link ?? '', label: entry.label ?? '', warning: entry.labelNote ?? '' }
      const labelled = entry.labelledBy !== null
      await ctx.page('entry-edit', { id: entry.id, values: typed, problems, pictures: picturesOf(entry, values), licences, labelled })
    },
    async submit(ctx) {
      const input = ctx.read(entryEditInput)
      const uploads = await takePictures(ctx, input.uploads ?? [])
      const entry = await editEntry(ctx.site, ctx.actor, { ...input, uploads })
      ctx.done(`/e/${entry.shortId}`, 'Changed.')
    },
  })

  router.delete('/entries/:id', async ctx => {
    const entry = await removeEntry(ctx.site, ctx.actor, ctx.read(entryIdInput))
    if (ctx.wantsFragment) return ctx.fragment('entry-fragment', { entry: await showRemoved(ctx.site, entry) })
    const back = ctx.backTo('/')
    const isItsPage = back.includes(entry.shortId) || back.includes(entry.id)
    ctx.done(isItsPage ? '/' : back, 'Removed.', `/entries/${entry.id}/removal`)
  })

  router.delete('/entries/:id/removal', async ctx => {
    const entry = await restoreEntry(ctx.site, ctx.actor, ctx.read(entryIdInput))
    await answerWithEntry(ctx, entry.id, { notice: 'It is back.' })
  })

  router.get('/e/:id', async ctx => showEntryPage(ctx, ctx.params.id ?? ''))
}

interface AnswerOptions {
  notice?: string
  undo?: string
  /** Id of the element to return to; the entry's when left out. */
  place?: string
  hiddenNow?: true
}

/** After something happened to an entry: the entry itself for a script, else back to its place on the page where the form was. */
export async function answerWithEntry(
  ctx: Context,
  entryId: string,
  { notice, undo, place, hiddenNow }: AnswerOptions = {},
): Promise<void> {
  if (ctx.wantsFragment) {
    const entry = await showOneEntry(ctx.site, ctx.actor, entryId, placeOf(ctx))
    await ctx.fragment('entry-fragment', { entry: hiddenNow ? { ...entry, hiddenNow } : entry })
  } else ctx.done(`${ctx.backTo(`/e/${entryId}`)}#${place ?? `entry-${entryId}`}`, notice, undo)
}

/** The page on which a script replaces the entry: there it should look as it did. */
function placeOf(ctx: Context): Place {
  const path = URL.parse(ctx.get('HX-Current-URL'))?.pathname ?? ''
  if (path === '/') return 'home'
  return /^\/\w+\/[0-9a-f]{6,12}$/.test(path) ? 'page' : 'feed'
}

/** Keeps the pictures that came with a form, beside those kept before. When the form is shown again it names them. */
async function takePictures(ctx: Context, kept: readonly string[]): Promise<string[]> {
  const files: UploadedFile[] = ctx.state.files.filter(({ field }) => field === 'pictures')
  const uploads = [...kept, ...(await savePictures(ctx.site, ctx.actor, files))]
  ctx.state.body.uploads = uploads
  return uploads
}

function picturesOf(entry: Entry, values: Record<string, unknown>): object[] {
  const off = [values.without ?? []].flat()
  return showAttachments(entry.attachments, '').pictures.map((picture, index) => ({
    ...picture,
    number: index + 1,
    without: off.includes(picture.url),
  }))
}
