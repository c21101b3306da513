import { notFound } from '../errors.ts'
import { leaveOutOfEngines } from '../feeds/leave-out-of-engines.ts'
import { answerUnchanged } from '../http/conditional.ts'
import type { Router } from '../http/router.ts'
import { findPublicFeed, type OutFeed, readFeedOut, versionOut } from './feed-out.ts'

interface Format {
  type: string
  /** Loaded when somebody asks, with the library behind it. */
  load(): Promise<(feed: OutFeed, selfUrl: string) => string>
}

const formats: Readonly<Record<string, Format>> = {
  atom: { type: 'application/atom+xml; charset=utf-8', load: async () => (await import('./write-atom.ts')).writeAtom },
  rss: { type: 'application/rss+xml; charset=utf-8', load: async () => (await import('./write-rss.ts')).writeRss },
  json: { type: 'application/feed+json; charset=utf-8', load: async () => (await import('./write-json-feed.ts')).writeJsonFeed },
}

/** Public feeds for readers elsewhere: `/feeds/ann.atom`, `/feeds/ann/likes.rss`, `/feeds/public.json`. */
export function addFeedOutRoutes(router: Router): void {
  router.get('/feeds/*name', async ctx => {
    const { site } = ctx
    const [, id = '', ending = ''] = /^(.+)\.(atom|rss|json)$/.exec(ctx.params.name ?? '') ?? []
    const format = formats[ending]
    if (!format) throw notFound('feed')
    const feed = await findPublicFeed(site, id)
    // The same for everybody, also for who is signed in: caches on the way may keep it.
    ctx.set({ 'Cache-Control': 'public, max-age=60', 'Access-Control-Allow-Origin': '*' })
    // What members say together is found on their own pages, or not at all.
    leaveOutOfEngines(ctx, [{ authorFindableAt: feed.owner?.findableAt ?? null }])
    if (answerUnchanged(ctx, await versionOut(site, feed))) return
    ctx.type = format.type
    const write = await format.load()
    ctx.body = write(await readFeedOut(site, feed), `${site.url}/feeds/${encodeURI(feed.id)}.${ending}`)
  })
}
