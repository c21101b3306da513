import { answerWithEntry } from '../entries/entry-routes.ts'
import type { Router } from '../http/router.ts'
import { likeEntry, likeInput, unlikeEntry } from './like-entry.ts'
import { hideEntry, markInput, saveEntry, unhideEntry, unsaveEntry } from './mark-entry.ts'

/** Likes, hides and saves are things of an entry that one adds and takes away. */
export function addLikeRoutes(router: Router): void {
  router.post('/entries/:entry/likes', async ctx => {
    const { entry } = ctx.read(likeInput)
    await likeEntry(ctx.site, ctx.actor, { entry })
    await answerWithEntry(ctx, entry)
  })

  router.delete('/entries/:entry/likes', async ctx => {
    const { entry } = ctx.read(likeInput)
    await unlikeEntry(ctx.site, ctx.actor, { entry })
    await answerWithEntry(ctx, entry)
  })

  router.post('/entries/:entry/hides', async ctx => {
    const { entry } = ctx.read(markInput)
    await hideEntry(ctx.site, ctx.actor, { entry })
    await answerWithEntry(ctx, entry, { notice: 'Hidden from your home.', undo: `/entries/${entry}/hides`, hiddenNow: true })
  })

  router.delete('/entries/:entry/hides', async ctx => {
    const { entry } = ctx.read(markInput)
    await unhideEntry(ctx.site, ctx.actor, { entry })
    await answerWithEntry(ctx, entry, { notice: 'It is back.' })
  })

  router.post('/entries/:entry/saves', async ctx => {
    const { entry } = ctx.read(markInput)
    await saveEntry(ctx.site, ctx.actor, { entry })
    await answerWithEntry(ctx, entry)
  })

  router.delete('/entries/:entry/saves', async ctx => {
    const { entry } = ctx.read(markInput)
    await unsaveEntry(ctx.site, ctx.actor, { entry })
    await answerWithEntry(ctx, entry)
  })
}
