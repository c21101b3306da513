import { isMember } from '../actor.ts'
import { SiteError, unauthorized } from '../errors.ts'
import { showEntryPage, showOneEntry } from '../feeds/entry-page.ts'
import { readComments } from '../feeds/read-details.ts'
import { findVisibleEntry } from '../feeds/visibility.ts'
import type { Context } from '../http/context.ts'
import { addForm, type Router } from '../http/router.ts'
import { editEntry, entryEditInput } from './edit-entry.ts'
import { canEditEntry } from './entry-access.ts'
import { entryInput, publishEntry } from './publish-entry.ts'
import { entryIdInput, findRemovedEntry, removeEntry, restoreEntry } from './remove-entry.ts'
import { savePictures } from './save-pictures.ts'
import { shareBox } from './share-box.ts'
import { showComment } from './show-entry.ts'

/** Most comments that a page shows at once; the rest is a page further. */
const commentsAtOnce = 500

export function addEntryRoutes(router: Router): void {
  // The share box stands on several pages; what it refuses is shown on a page of its own, with all that was typed.
  addForm(router, '/entries', {
    async show(ctx, { values, problems }) {
      const box = await shareBox(ctx, [values.to ?? []].flat().map(String))
      if (!box) throw unauthorized()
      await ctx.page('entry-new', { shareBox: { ...box, values, ...(Object.keys(problems).length > 0 && { problems }) } })
    },
    async submit(ctx) {
      const uploads = await savePictures(ctx.site, ctx.actor, ctx.state.files)
      const entry = await publishEntry(ctx.site, ctx.actor, { ...ctx.read(entryInput), uploads })
      const back = ctx.backTo('/')
      ctx.done(back.startsWith('/entries') ? '/' : back, 'Shared.', `/entries/${entry.id}`)
    },
  })

  router.get('/entries/:id/comments', async ctx => {
    const entry = await findVisibleEntry(ctx.site.db, ctx.actor, ctx.params.id ?? '')
    const view = await showOneEntry(ctx.site, ctx.actor, entry.id)
    const rows = await readComments(ctx.site.db, entry.id, 1, commentsAtOnce)
    const comments = rows.map(row => showComment(row, entry, ctx.actor))
    ctx.fragment('comments-fragment', { entry: { ...view, comments, foldedComments: view.commentCount - comments.length } })
  })

  addForm(router, '/entries/:id/edit', {
    async show(ctx, form) {
      const entry = await findVisibleEntry(ctx.site.db, ctx.actor, ctx.params.id ?? '')
      if (!canEditEntry(ctx.actor, entry)) throw new SiteError(403, 'forbidden', 'Only its author can edit an entry.')
      const values = ctx.method === 'POST' ? form.values : { body: entry.body, link: entry.link ?? '' }
      await ctx.page('entry-edit', { id: entry.id, values, problems: form.problems })
    },
    async submit(ctx) {
      const entry = await editEntry(ctx.site, ctx.actor, ctx.read(entryEditInput))
      ctx.done(`/e/${entry.shortId}`, 'Changed.')
    },
  })

  router.delete('/entries/:id', async ctx => {
    const entry = await removeEntry(ctx.site, ctx.actor, ctx.read(entryIdInput))
    if (ctx.wantsFragment) return ctx.fragment('entry-fragment', { entry: await showRemoved(ctx, entry.id) })
    const back = ctx.backTo('/')
    ctx.done(back.includes(entry.shortId) ? '/' : back, 'Removed.', `/entries/${entry.id}/removal`)
  })

  router.delete('/entries/:id/removal', async ctx => {
    const entry = await restoreEntry(ctx.site, ctx.actor, ctx.read(entryIdInput))
    await answerWithEntry(ctx, entry.id, { notice: 'It is back.' })
  })

  router.get('/e/:id', async ctx => showEntryPage(ctx, ctx.params.id ?? ''))
}

/** After something happened to an entry: the entry itself for a script, else back to its place on the page where the form was. */
export async function answerWithEntry(ctx: Context, entryId: string, { notice, undo, place }: AnswerOptions = {}): Promise<void> {
  if (ctx.wantsFragment) ctx.fragment('entry-fragment', { entry: await showOneEntry(ctx.site, ctx.actor, entryId) })
  else ctx.done(`${ctx.backTo(`/e/${entryId}`)}#${place ?? `entry-${entryId}`}`, notice, undo)
}

interface AnswerOptions {
  notice?: string
  undo?: string
  /** Id of the element to return to; the entry's when left out. */
  place?: string
}

async function showRemoved(ctx: Context, id: string): Promise<object> {
  const entry = await findRemovedEntry(ctx.site, ctx.actor, id)
  return { id: entry.id, url: `/e/${entry.shortId}`, removed: { at: entry.removedAt, canUndo: isMember(ctx.actor) }, author: { name: '' } }
}
