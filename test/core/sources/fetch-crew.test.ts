import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { fetchDueSources } from '../../../core/sources/fetch-due-sources.ts'
import type { SourceType } from '../../../core/sources/source-type.ts'
import { makeGuard } from '../../../core/testing/make-guard.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeSite, type Teardown } from '../../../core/testing/make-site.ts'
import { makeSource } from '../../../core/testing/make-source.ts'
import { FakeOutside, feedOf } from './fake-source-type.ts'

interface Visit {
  url: string
  from: number
  to: number
}

/** A site whose sources take a while to fetch, with a record of when each was. */
async function setUp(t: Teardown, { takes = 100, env = {} } = {}) {
  const outside = new FakeOutside()
  const visits: Visit[] = []
  const type: SourceType = {
    ...outside.type,
    fetch: async ({ url }) => {
      const visit = { url, from: Date.now(), to: 0 }
      visits.push(visit)
      await sleep(takes)
      visit.to = Date.now()
      return { outcome: 'ok', feed: feedOf([{ title: url }]) }
    },
  }
  const site = outside.inside(await makeSite(t, { env }), {
    sourceTypes: new Map([['fake', { plugin: 'test', guard: makeGuard(), thing: type }]]),
  })
  const ann = await makeMember(site, 'ann')
  const add = (...urls: string[]) => Promise.all(urls.map(url => makeSource(site, ann, { url, type: 'fake' })))
  const of = (host: string) => visits.filter(visit => new URL(visit.url).host === host).sort((a, b) => a.from - b.from)
  return { site, ann, add, visits, of }
}

const forever = new AbortController().signal

t.test('several sources are fetched at once, but one of a host at a time with a pause in between', async t => {
  const { site, add, visits, of } = await setUp(t)
  await add('https://a.example/1', 'https://a.example/2', 'https://a.example/3')
  await add(...['b', 'c', 'd', 'e'].map(name => `https://${name}.example/`))
  await fetchDueSources(site, forever)

  t.equal(visits.length, 7)
  const [first, second, third] = of('a.example')
  t.ok(second!.from - first!.to >= 990 && third!.from - second!.to >= 990)
  const others = visits.filter(visit => !visit.url.includes('a.example'))
  t.ok(Math.max(...others.map(visit => visit.from)) < second!.from, 'the others do not wait for it')
  t.equal((await site.db('sources').whereNotNull('leasedUntil')).length, 0)
  t.equal((await site.db('entries')).length, 7)
})

t.test('hosts of the own network that the configuration names need not be spared', async t => {
  const { site, add, of } = await setUp(t, { env: { ALLOW_PRIVATE_ADDRESSES: 'a.example' } })
  await add('https://a.example/1', 'https://a.example/2', 'https://a.example/3')
  await fetchDueSources(site, forever)
  const [first, , third] = of('a.example')
  t.ok(third!.from < first!.to)
})

t.test('no more at once than the configuration says', async t => {
  const { site, add, visits } = await setUp(t, { env: { JOBS_FETCHES: '2' } })
  await add(...Array.from({ length: 7 }, (_, index) => `https://h${index}.example/`))
  await fetchDueSources(site, forever)
  for (const visit of visits) {
    t.ok(visits.filter(other => other.from < visit.to && other.to > visit.from).length <= 3)
  }
  t.equal(visits.length, 7)
})

t.test('told to stop, it finishes what is in hand and gives the rest back', async t => {
  const { site, add, visits } = await setUp(t, { takes: 400, env: { JOBS_FETCHES: '2' } })
  await add(...Array.from({ length: 20 }, (_, index) => `https://h${index}.example/`))
  const stopping = new AbortController()
  const work = fetchDueSources(site, stopping.signal)
  await sleep(200)
  stopping.abort()
  await work
  t.equal(visits.length, 2)
  t.equal((await site.db('sources').whereNotNull('fetchedAt')).length, 2)
  t.equal((await site.db('sources').whereNotNull('leasedUntil')).length, 0)
})

t.test('what is not due, paused, or of a member who is leaving is left alone', async t => {
  const { site, ann, visits } = await setUp(t)
  const leaving = await makeMember(site, 'leaving')
  await site.db.transaction(trx => trx('members').where({ id: leaving.id }).update({ closingAt: '2026-01-01T00:00:00.000Z' }))
  await makeSource(site, ann, { url: 'https://later.example/', type: 'fake', nextFetchAt: new Date(Date.now() + 60_000).toISOString() })
  await makeSource(site, ann, { url: 'https://paused.example/', type: 'fake', nextFetchAt: null })
  await makeSource(site, ann, { url: 'https://taken.example/', type: 'fake', leasedUntil: new Date(Date.now() + 60_000).toISOString() })
  await makeSource(site, leaving, { url: 'https://leaving.example/', type: 'fake' })
  await fetchDueSources(site, forever)
  const expected = site.db.dialect === 'sqlite' ? ['https://taken.example/'] : []
  t.same(
    visits.map(visit => visit.url),
    expected,
    'on SQLite a lease from before the start is that of a killed process',
  )
})

t.test('many due sources of one host do not hold up those of others', async t => {
  const { site, add, of } = await setUp(t, { takes: 10 })
  await add(...Array.from({ length: 40 }, (_, index) => `https://busy.example/${index}`))
  await add('https://quiet.example/')
  const stopping = new AbortController()
  const work = fetchDueSources(site, stopping.signal)
  await sleep(700)
  stopping.abort()
  await work
  t.equal(of('quiet.example').length, 1)
})
