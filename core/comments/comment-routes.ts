import { canEditComment } from '../entries/entry-access.ts'
import { answerWithEntry } from '../entries/entry-routes.ts'
import { showComment } from '../entries/show-entry.ts'
import { forbidden } from '../errors.ts'
import { commentsPerPage, showOneEntry } from '../feeds/entry-page.ts'
import { readComments } from '../feeds/read-details.ts'
import { findVisibleEntry } from '../feeds/visibility.ts'
import { withdrawHeldComment } from '../held/withdraw-held-comment.ts'
import type { Context } from '../http/context.ts'
import { addForm, type Router } from '../http/router.ts'
import { findComment } from './comment.ts'
import { commentEditInput, editComment } from './edit-comment.ts'
import { commentInput, publishComment } from './publish-comment.ts'
import { commentIdInput, removeComment, restoreComment } from './remove-comment.ts'

const waits = 'Kept. Others see it once somebody who looks after the site has read it.'

export function addCommentRoutes(router: Router): void {
  addForm(router, '/entries/:entry/comments', {
    async show(ctx, { values, problems }) {
      const entry = await findVisibleEntry(ctx.site.db, ctx.actor, ctx.params.entry ?? '')
      if (ctx.method === 'POST') await ctx.page('comment-new', { entryId: entry.id, values, problems })
      else await showComments(ctx, entry.id)
    },
    async submit(ctx) {
      await ctx.site.limits.spend('comment', ctx.actor.id ?? ctx.ip)
      const comment = await publishComment(ctx.site, ctx.actor, ctx.read(commentInput))
      const notice = comment.heldReason && waits
      await answerWithEntry(ctx, comment.entryId, { place: `comment-${comment.id}`, ...(notice && { notice }) })
    },
  })

  addForm(router, '/comments/:id/edit', {
    async show(ctx, form) {
      const comment = await findComment(ctx.site.db, ctx.params.id ?? '')
      await findVisibleEntry(ctx.site.db, ctx.actor, comment.entryId)
      if (!canEditComment(ctx.actor, comment)) throw forbidden('Only its author can edit a comment.')
      const values = ctx.method === 'POST' ? form.values : { body: comment.body }
      await ctx.page('comment-edit', { id: comment.id, entryId: comment.entryId, values, problems: form.problems })
    },
    async submit(ctx) {
      const comment = await editComment(ctx.site, ctx.actor, ctx.read(commentEditInput))
      ctx.done(`/e/${comment.entryId}#comment-${comment.id}`, comment.heldReason ? waits : 'Changed.')
    },
  })

  router.put('/comments/:id', async ctx => {
    const comment = await editComment(ctx.site, ctx.actor, ctx.read(commentEditInput))
    await answerWithEntry(ctx, comment.entryId)
  })

  router.delete('/held-comments/:id', async ctx => {
    const entryId = await withdrawHeldComment(ctx.site, ctx.actor, ctx.read(commentIdInput))
    await answerWithEntry(ctx, entryId, { notice: 'It is taken back.' })
  })

  router.delete('/comments/:id', async ctx => {
    const comment = await removeComment(ctx.site, ctx.actor, ctx.read(commentIdInput))
    await answerWithEntry(ctx, comment.entryId, { notice: 'Comment removed.', undo: `/comments/${comment.id}/removal` })
  })

  router.delete('/comments/:id/removal', async ctx => {
    const comment = await restoreComment(ctx.site, ctx.actor, ctx.read(commentIdInput))
    await answerWithEntry(ctx, comment.entryId, { notice: 'It is back.', place: `comment-${comment.id}` })
  })
}

/** All comments, to unfold an entry where it stands. A very long thread is read on the entry's own page, in parts. */
async function showComments(ctx: Context, id: string): Promise<void> {
  const view = await showOneEntry(ctx.site, ctx.actor, id)
  if (view.commentCount > commentsPerPage || !ctx.wantsFragment) return ctx.done(`${view.url}?comments=all`)
  const rows = await readComments(ctx.site.db, ctx.actor, id, 1, commentsPerPage)
  const comments = rows.map(row => showComment(row, { authorId: view.author.id }, ctx.actor))
  await ctx.fragment('comments-fragment', { entry: { ...view, comments, foldedComments: 0 } })
}
