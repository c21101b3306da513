import type { Context } from '../http/context.ts'
import type { Router } from '../http/router.ts'
import { connectManyInput, connectSources } from '../sources/connect-sources.ts'
import { listSourcesOf } from '../sources/source.ts'
import { requireMember, showList } from '../sources/source-routes.ts'
import type { OpmlFeed, OpmlWork } from './read-opml.ts'
import { writeOpml } from './write-opml.ts'

const worker = new URL('./read-opml.ts', import.meta.url)
const mostShown = 500

/** Lists of feeds from and for other readers. */
export function addOpmlRoutes(router: Router): void {
  router.get('/sources.opml', async ctx => {
    const { feed } = requireMember(ctx).member
    const sources = await listSourcesOf(ctx.site.db, feed.id)
    ctx.type = 'text/x-opml'
    ctx.set('Content-Disposition', `attachment; filename="${feed.handle}-sources.opml"`)
    ctx.set('Cache-Control', 'private, no-store')
    ctx.body = writeOpml(`${feed.name} · ${ctx.site.settings.siteName}`, sources, ctx.site.now())
  })

  // An uploaded list is shown, to choose from; nothing is kept of it.
  router.post('/sources/lists', async ctx => {
    const actor = requireMember(ctx)
    const feeds = await readList(ctx)
    if (feeds.length === 0) {
      const list = 'No feeds were found in this file. It should be a list of feeds as readers export it (OPML).'
      ctx.status = 422
      return showList(ctx, { values: {}, problems: { list } })
    }
    const own = new Set((await listSourcesOf(ctx.site.db, actor.id)).map(source => source.url))
    const rows = feeds.slice(0, mostShown).map(({ url, title, folders }) => {
      return { url, title, folder: folders.join(' / '), connected: own.has(url), value: `${url} ${title}`.slice(0, 2500) }
    })
    await ctx.page('source-import', { feeds: rows, left: feeds.length - rows.length })
  })

  router.post('/sources/connections', async ctx => {
    const { connected } = await connectSources(ctx.site, ctx.actor, ctx.read(connectManyInput))
    ctx.done('/sources', ctx.t('{n} feeds are connected. Their entries come in over the next minutes.', { n: connected }))
  })
}

/** Nothing when there is no file, or when it kept the worker too long. */
async function readList(ctx: Context): Promise<OpmlFeed[]> {
  const file = ctx.state.files.find(({ field }) => field === 'list')
  if (!file) return []
  const work: OpmlWork = { bytes: new Uint8Array(file.bytes) }
  return ctx.site.workers.run<OpmlFeed[]>(worker, work, { timeout: 5_000 }).catch(() => [])
}
