import { loadConfig } from '../core/config/load-config.ts'
import { newId } from '../core/db/new-id.ts'
import { openSite } from '../core/open-site.ts'
import { root } from '../core/testing/make-site.ts'
import { Child } from './child.ts'
import { say } from './report.ts'

export interface ImportingResult {
  feeds: number
  entries: number
  feedsPerSecond: number
  /** Milliseconds for which the main loop was held longest. */
  held: number
  rss: number
  failed: number
}

/** Connects feeds served on loopback to a site and waits until each was fetched once. */
export async function measureImporting(
  dataDir: string,
  env: Record<string, string>,
  flags: string[],
  feeds: number,
): Promise<ImportingResult> {
  const outside = await Child.start('./feeds-process.ts')
  const withFeeds = { ...env, ALLOW_PRIVATE_ADDRESSES: new URL(outside.url).hostname }
  const before = await prepare(dataDir, withFeeds, outside.url, feeds)
  const site = await Child.start('./site-process.ts', withFeeds, flags)
  await site.ask('reset')
  const start = performance.now()
  let state = before
  while (state.waiting > 0) {
    await new Promise(resolve => setTimeout(resolve, 200))
    state = await look(withFeeds)
    if (performance.now() - start > 600_000) throw new Error(`${state.waiting} feeds were not fetched within ten minutes.`)
  }
  const seconds = (performance.now() - start) / 1000
  const { held, rss } = await site.ask<{ held: number; rss: number }>('memory')
  await site.stop()
  await outside.stop()
  const entries = state.entries - before.entries
  say(`import: ${feeds} feeds with ${entries} entries in ${seconds.toFixed(1)} s`)
  return { feeds, entries, feedsPerSecond: feeds / seconds, held, rss, failed: state.failed }
}

interface State {
  waiting: number
  failed: number
  entries: number
}

async function prepare(_dataDir: string, env: Record<string, string>, url: string, feeds: number): Promise<State> {
  const { site, close } = await openSite(loadConfig(root, { ...env, LOG_LEVEL: 'silent' }), { safe: true })
  const members: { id: string }[] = await site.db('members').select('id').orderBy('id').limit(200)
  const now = site.now().toISOString()
  await site.db.transaction(async trx => {
    for (let index = 0; index < feeds; index++) {
      const address = `${url}/feed/${index}.xml`
      const memberId = members[index % members.length]!.id
      await trx('sources').insert({
        id: newId(),
        memberId,
        type: 'feed',
        url: address,
        address,
        title: `Blog ${index}`,
        verificationCode: `bench${index}`,
        nextFetchAt: now,
        createdAt: now,
      })
    }
  })
  await close()
  return look(env)
}

async function look(env: Record<string, string>): Promise<State> {
  const { connect } = await import('../core/db/connect.ts')
  const config = loadConfig(root, env)
  const db = connect({ url: config.databaseUrl || `${config.dataDir}/tributary.sqlite`, readers: 1 })
  const count = async (query: Promise<{ n?: number | string } | undefined>): Promise<number> => Number((await query)?.n ?? 0)
  const waiting = await count(db('sources').whereNull('fetchedAt').count('* as n').first())
  const failed = await count(db('sources').whereNotNull('fetchedAt').whereNot('outcome', 'ok').count('* as n').first())
  const entries = await count(db('entries').count('* as n').first())
  await db.close()
  return { waiting, failed, entries }
}
