import type { Actor } from '../actor.ts'
import type { EntryView } from '../entries/entry-view.ts'
import { showComment } from '../entries/show-entry.ts'
import { notFound } from '../errors.ts'
import type { Context } from '../http/context.ts'
import type { Site } from '../site.ts'
import { readComments } from './read-details.ts'
import { readSlice, showSlice } from './read-feed.ts'

/** Comments on an entry's own page before the middle is folded. */
const openComments = 200
const mostComments = 2000

/** One entry as a feed shows it, read again after it changed. Throws notFound when the actor may not see it. */
export async function showOneEntry(site: Site, actor: Actor, id: string): Promise<EntryView> {
  const column = id.length === 36 ? 'e.id' : 'e.short_id'
  const slice = await readSlice(
    site,
    actor,
    { from: 'entries e', place: 'e.bumped_at', where: { sql: `${column} = ?`, bindings: [id] } },
    { limit: 1 },
  )
  const [view] = await showSlice(site, actor, slice)
  if (!view) throw notFound('entry')
  return view
}

/** The permalink: an entry with all that was said. Another spelling of its address leads to the one that stays. */
export async function showEntryPage(ctx: Context, id: string): Promise<void> {
  const { site, actor } = ctx
  const view = await showOneEntry(site, actor, id)
  if (view.url !== ctx.path && view.author.url) {
    ctx.redirect(view.url)
    return
  }
  const limit = ctx.query.comments === 'all' ? mostComments : openComments
  const rows = await readComments(site.db, view.id, 1, limit)
  const comments = rows.map(row => showComment(row, { authorId: view.author.id }, actor))
  const more = view.commentCount > comments.length && limit < mostComments
  await ctx.page('entry', {
    entry: { ...view, comments, foldedComments: 0, long: false },
    ...(more && { allCommentsUrl: `${view.url}?comments=all` }),
  })
}
