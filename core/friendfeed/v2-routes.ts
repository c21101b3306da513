import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SiteError } from '../errors.ts'
import type { Context } from '../http/context.ts'
import type { Router } from '../http/router.ts'
import { answerJson, openToOtherSites } from './v2-answer.ts'
import { readV2Entry } from './v2-entries.ts'
import { readV2Feed } from './v2-feed.ts'
import { readV2FeedInfo } from './v2-feed-info.ts'
import { readV2Input } from './v2-input.ts'

/** FriendFeed's API v2, as far as it reads: its clients work with only the host changed. */
export function addV2Routes(router: Router): void {
  get(router, 'feed', ctx => readV2Feed(ctx.site, ctx.actor, idOf(ctx), readV2Input(ctx)))
  get(router, 'entry', ctx => readV2Entry(ctx.site, ctx.actor, idOf(ctx), readV2Input(ctx)))
  get(router, 'feedinfo', ctx => {
    readV2Input(ctx)
    return readV2FeedInfo(ctx.site, ctx.actor, idOf(ctx))
  })

  router.get('/v2/openapi.json', async ctx => {
    openToOtherSites(ctx)
    const text = await readFile(join(ctx.site.config.root, 'docs/openapi.json'), 'utf8')
    answerJson(ctx, { ...JSON.parse(text), servers: [{ url: `${ctx.site.url}/v2` }] })
  })

  // Else the first part would be taken for somebody's handle.
  router.get('/v2/*path', ctx => {
    openToOtherSites(ctx)
    throw new SiteError(404, 'not-found', 'There is no such method. What there is stands in /v2/openapi.json.')
  })
}

function get(router: Router, noun: string, answer: (ctx: Context) => Promise<object>): void {
  router.get(`/v2/${noun}/*id`, async ctx => {
    openToOtherSites(ctx)
    answerJson(ctx, await answer(ctx))
  })
}

function idOf(ctx: Context): string {
  return ctx.params.id ?? ''
}
