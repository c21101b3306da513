import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import type { Site } from '../../../core/site.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeSite, root } from '../../../core/testing/make-site.ts'
import { makeSource } from '../../../core/testing/make-source.ts'
import { atomOf, FeedServer } from './feed-server.ts'

const sources = 24
const entries = 120
const kills = 3

t.setTimeout(120_000)

t.test('a site that is killed in the middle of imports has every entry once in the end, and none is missing', async t => {
  const feeds = await FeedServer.start(t)
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann')
  for (let index = 0; index < sources; index++) {
    feeds.serve(`/feed${index}`, atomOf(entries, { title: `Feed ${index}`, html: '<p>Some <b>words</b> for the sanitiser.</p>' }))
    await makeSource(site, ann, { url: `${feeds.url}/feed${index}` })
  }

  let inTheMiddle = 0
  for (let kill = 0; kill < kills; kill++) {
    const before = await waiting(site)
    const child = startSite(site)
    // One import is done, the others of the first handful are at work.
    await until(async () => (await waiting(site)) < before)
    await sleep(kill * 20)
    child.kill('SIGKILL')
    await once(child, 'exit')
    if ((await leased(site)) > 0) inTheMiddle++
    // On PostgreSQL the leases of a killed process end by themselves, after two minutes.
    if (site.db.dialect === 'postgres') await site.db.transaction(trx => trx('sources').update({ leasedUntil: null }))
  }
  t.equal(inTheMiddle, kills, 'each kill hit imports in the middle')

  const child = startSite(site)
  await until(async () => (await waiting(site)) === 0)
  child.kill('SIGTERM')
  const [code] = await once(child, 'exit')
  t.equal(code, 0, 'it stops gracefully')

  const rows: { sourceId: string; original: string }[] = await site.db('entries').select('sourceId', 'original')
  const items = rows.map(row => `${row.sourceId} ${JSON.parse(row.original).guid}`)
  t.equal(items.length, sources * entries)
  t.equal(new Set(items).size, sources * entries)
  t.equal((await site.db('entry_feeds')).length, sources * entries, 'each stands in its feed')
  t.same(
    await site
      .db('sources')
      .where({ importedInAll: entries, outcome: 'ok' })
      .whereNull('leasedUntil')
      .pluck('importedInAll')
      .then(all => all.length),
    sources,
  )
})

function startSite({ config }: Site): ChildProcess {
  const { PATH = '' } = process.env
  const env = {
    PATH,
    PORT: '0',
    DATA_DIR: config.dataDir,
    DATABASE_URL: config.databaseUrl,
    ALLOW_PRIVATE_ADDRESSES: '127.0.0.1',
    LOG_LEVEL: 'error',
  }
  return spawn(process.execPath, [join(root, 'core/start.mjs')], { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] })
}

async function leased({ db }: Site): Promise<number> {
  return (await db('sources').whereNotNull('leasedUntil')).length
}

async function waiting({ db }: Site): Promise<number> {
  return (await db('sources').whereNull('fetchedAt')).length
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 3_000; attempt++) {
    if (await condition()) return
    await sleep(20)
  }
  throw new Error('This did not happen within a minute.')
}
