import { isMember } from '../actor.ts'
import { shareBox } from '../entries/share-box.ts'
import { notFound, unauthorized } from '../errors.ts'
import { groupHeader } from '../groups/group-header.ts'
import type { Context } from '../http/context.ts'
import type { Router } from '../http/router.ts'
import { memberHeader } from '../members/member-header.ts'
import type { ProfileView } from '../themes/template-views.ts'
import { readHome } from '../timelines/read-home.ts'
import { showEntryPage } from './entry-page.ts'
import { type Feed, findFeed } from './feed.ts'
import { answerNewer, feedFormats, feedPage } from './feed-page.ts'
import { activityOf, discussionOf, homeOf, postedTo, publicFeed, savedBy } from './feed-queries.ts'
import { leaveOutOfEngines } from './leave-out-of-engines.ts'
import type { FeedQuery } from './read-feed.ts'
import { suggestFeeds } from './suggest-feeds.ts'
import { canReadFeed } from './visibility.ts'

export function addFeedRoutes(router: Router): void {
  router.get('/', showHome)

  router.get('/public', async ctx => {
    const page = await feedPage(ctx, publicFeed(), { liveUrl: '/live?feed=public' })
    if (await answerNewer(ctx, page)) return
    await ctx.page('feed', { ...page, title: 'Everyone', intro: 'What people here share with everybody.', formats: feedFormats('public') })
  })

  router.get('/saves', async ctx => {
    const reader = requireMember(ctx)
    const page = await feedPage(ctx, savedBy(reader))
    const empty = { title: 'Nothing saved yet', text: 'Press Save below an entry and you find it here again. Nobody else sees this list.' }
    await ctx.page('feed', { ...page, title: 'Saved', intro: 'Only you see this.', empty: translated(ctx, empty) })
  })
}

/** Handles come last: whatever is no page of the site may be somebody's name. */
export function addHandleRoutes(router: Router): void {
  router.get('/:handle', ctx => showFeed(ctx, 'entries', postedTo))
  router.get('/:handle/comments', ctx => showFeed(ctx, 'comments', id => activityOf(id, 'comment')))
  router.get('/:handle/likes', ctx => showFeed(ctx, 'likes', id => activityOf(id, 'like')))
  router.get('/:handle/discussion', ctx => showFeed(ctx, 'discussion', discussionOf))
  router.get('/:handle/:id', ctx => showEntryPage(ctx, ctx.params.id ?? ''))
}

async function showHome(ctx: Context): Promise<void> {
  const { site, actor } = ctx
  if (!isMember(actor)) {
    const page = await feedPage(ctx, publicFeed(), { liveUrl: '/live?feed=public', front: true })
    if (await answerNewer(ctx, page)) return
    await ctx.page('home', { ...page, formats: feedFormats('public') })
    return
  }
  const page = await feedPage(ctx, homeOf(actor), { liveUrl: '/live', read: (_site, _actor, options) => readHome(site, actor, options) })
  if (await answerNewer(ctx, page)) return
  const first = !ctx.query.before
  // Who has little to read is shown whom to follow; a full home does not pay for it.
  const suggestions = first && page.entries.length < 10 ? await suggestFeeds(site, actor) : []
  await ctx.page('home', {
    ...page,
    ...(first && { shareBox: await shareBox(ctx) }),
    suggestions,
    noSources: first && page.entries.length < 10,
  })
}

async function showFeed(ctx: Context, tab: ProfileView['tab'], query: (feedId: string) => FeedQuery): Promise<void> {
  const feed = await findFeed(ctx.site.db, ctx.params.handle ?? '')
  if (feed.kind === 'group' && tab !== 'entries') throw notFound('page')
  const path = tab === 'entries' ? `/${feed.handle}` : `/${feed.handle}/${tab}`
  if (ctx.path !== path) return ctx.redirect(path + ctx.search)
  const locked = !(await canReadFeed(ctx.site.db, ctx.actor, feed))
  const reading = locked ? { entries: [] } : feedPage(ctx, query(feed.id))
  if (feed.kind === 'member') leaveOutOfEngines(ctx, [{ authorFindableAt: feed.findableAt }])
  const formats = feed.access === 'public' && tab === 'entries' ? { formats: feedFormats(feed.handle) } : {}
  if (feed.kind === 'group') return showGroup(ctx, feed, { ...(await reading), ...formats, locked })
  const [page, profile] = await Promise.all([reading, memberHeader(ctx.site, ctx.actor, feed)])
  await ctx.page('profile', { profile, tab, locked, ...page, ...formats })
}

async function showGroup(ctx: Context, feed: Feed, page: object): Promise<void> {
  const group = await groupHeader(ctx.site, ctx.actor, feed)
  const member = group.relation === 'admin' || group.relation === 'member'
  await ctx.page('group', { group, ...page, ...(member && { shareBox: await shareBox(ctx, [feed.id]) }) })
}

function requireMember(ctx: Context): string {
  if (!isMember(ctx.actor)) throw unauthorized()
  return ctx.actor.id
}

function translated(ctx: Context, { title, text }: { title: string; text: string }): { title: string; text: string } {
  return { title: ctx.t(title), text: ctx.t(text) }
}
