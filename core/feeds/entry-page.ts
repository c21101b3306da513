import type { Actor } from '../actor.ts'
import type { Entry } from '../entries/entry.ts'
import type { EntryView } from '../entries/entry-view.ts'
import { type Place, showComment, showEntries } from '../entries/show-entry.ts'
import { showRemoved } from '../entries/show-removed.ts'
import { notFound, SiteError } from '../errors.ts'
import { listOwnHeld } from '../held/list-held-comments.ts'
import type { Context } from '../http/context.ts'
import { Type } from '../http/type.ts'
import { termsAt } from '../licences/terms-of-entry.ts'
import type { Site } from '../site.ts'
import type { EntryPageView } from '../themes/template-views.ts'
import { type EntryRow, reasonColumns } from './entry-rows.ts'
import { leaveOutOfEngines } from './leave-out-of-engines.ts'
import { type Fold, readComments, readDetails, unfoldedLikes } from './read-details.ts'
import { type FeedQuery, readSlice } from './read-feed.ts'
import { maybeRemovedEntry } from './visibility.ts'

/** Comments on an entry's own page before the middle is folded; of a page of a very long thread. */
const openComments = 200
export const commentsPerPage = 500
const openFold: Fold = { comments: openComments, last: openComments - 1, likes: unfoldedLikes }

const commentsInput = Type.Object({
  /** `all` from the first one on, or the number to begin with. */
  comments: Type.Optional(Type.String({ pattern: '^(all|[1-9][0-9]{0,8})$' })),
})

/** One entry as it is shown somewhere, read again after it changed. Throws notFound when the actor may not see it. */
export async function showOneEntry(site: Site, actor: Actor, id: string, place: Place = 'feed'): Promise<EntryView> {
  const view = await maybeOneEntry(site, actor, id, place)
  if (!view) throw notFound('entry')
  return withHeld(site, actor, view)
}

async function withHeld({ db }: Site, actor: Actor, view: EntryView): Promise<EntryView> {
  const heldComments = await listOwnHeld(db, actor, view.id)
  return heldComments.length > 0 ? { ...view, heldComments } : view
}

async function maybeOneEntry(site: Site, actor: Actor, id: string, place: Place): Promise<EntryView | undefined> {
  const rows = await readOne(site, actor, id, place)
  return showOne(site, actor, rows, place)
}

async function readOne(site: Site, actor: Actor, id: string, place: Place): Promise<EntryRow[]> {
  return (await readSlice(site, actor, oneEntry(actor, id, place), { limit: 1 })).rows
}

async function showOne(site: Site, actor: Actor, rows: EntryRow[], place: Place): Promise<EntryView | undefined> {
  const details = await readDetails(site.db, actor, rows, place === 'page' ? openFold : undefined)
  const [view] = showEntries(rows, details, actor, site.registry.services, place)
  return view && place === 'page' ? { ...view, long: false } : view
}

function oneEntry(actor: Actor, id: string, place: Place): FeedQuery {
  const where = { sql: `${id.length === 36 ? 'e.id' : 'e.short_id'} = ?`, bindings: [id] }
  if (place !== 'home') return { from: 'entries e', place: 'e.bumped_at', where, withHidden: true }
  return {
    from: 'entries e left join timeline t on t.entry_id = e.id and t.reader_id = ?',
    fromBindings: [actor.id ?? ''],
    place: 'e.bumped_at',
    where,
    columns: reasonColumns,
    joins: 'left join feeds r on r.id = t.actor_id',
  }
}

/** The permalink: an entry with all that was said. Another spelling of its address leads to the one that stays. */
export async function showEntryPage(ctx: Context, id: string): Promise<void> {
  const rows = await readOne(ctx.site, ctx.actor, id, 'page')
  const view = await showOne(ctx.site, ctx.actor, rows, 'page')
  if (!view) return showRemovedPage(ctx, id)
  if (view.url !== ctx.path) return ctx.redirect(view.url + ctx.search)
  leaveOutOfEngines(ctx, rows)
  const { comments } = ctx.read(commentsInput)
  const from = comments && view.foldedComments > 0 ? await commentsFrom(ctx, view, comments === 'all' ? 1 : Number(comments)) : {}
  const entry = await withHeld(ctx.site, ctx.actor, from.entry ?? view)
  await ctx.page('entry', { ...from, entry, terms: termsAt(ctx.site, view.createdAt) })
}

/** A part of a very long thread, with the ways to the parts before and after. */
async function commentsFrom({ site, actor }: Context, view: EntryView, start: number): Promise<Partial<EntryPageView>> {
  const rows = await readComments(site.db, actor, view.id, start, commentsPerPage + 1)
  const comments = rows.slice(0, commentsPerPage).map(row => showComment(row, { authorId: view.author.id }, actor, 'page'))
  const later = rows[commentsPerPage]
  return {
    entry: { ...view, comments, foldedComments: 0 },
    ...(start > 1 && { earlierCommentsUrl: `${view.url}?comments=${Math.max(1, start - commentsPerPage)}` }),
    ...(later && { laterCommentsUrl: `${view.url}?comments=${later.number}` }),
  }
}

/** Who removed an entry can bring it back here; others who could see it hear that it is gone. */
async function showRemovedPage(ctx: Context, id: string): Promise<void> {
  const entry = await maybeRemovedEntry(ctx.site.db, ctx.actor, id)
  if (!entry) throw notFound('entry')
  if (entry.removedBy !== ctx.actor.id) throw new SiteError(410, 'entry-removed', whyRemoved(entry, ctx.actor))
  await ctx.page('entry', { entry: await showRemoved(ctx.site, entry) })
}

/** Its author hears why somebody else removed it. */
function whyRemoved({ authorId, removedReason }: Entry, actor: Actor): string {
  return actor.id === authorId && removedReason
    ? `This entry was removed by those who look after the site. They say: ${removedReason}`
    : 'This entry was removed.'
}
