import t from 'tap'
import type { Site } from '../../../core/site.ts'
import { describeSource } from '../../../core/sources/describe-source.ts'
import { fetchSource } from '../../../core/sources/fetch-source.ts'
import type { Source } from '../../../core/sources/source.ts'
import { OutsideError, ProblemReading, WorkStopped } from '../../../core/sources/source-type.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeSite, type Teardown } from '../../../core/testing/make-site.ts'
import { makeSource, reloadSource } from '../../../core/testing/make-source.ts'
import { FakeOutside } from './fake-source-type.ts'

const url = 'https://tea.example/feed'

async function setUp(t: Teardown, values: Partial<Source> = {}) {
  const clock = { now: new Date('2026-07-01T12:00:00.000Z') }
  const outside = new FakeOutside()
  const site = outside.inside(await makeSite(t, { now: () => clock.now }))
  const ann = await makeMember(site, 'ann')
  const source = await makeSource(site, ann, { url, type: 'fake', ...values })
  const fetch = async () => fetchSource(site, await reloadSource(site, source))
  const row = () => reloadSource(site, source)
  const says = async () => describeSource(await row(), clock.now)
  const minutes = async () => (Date.parse((await row()).nextFetchAt!) - clock.now.getTime()) / 60_000
  const wait = (minutes: number) => {
    clock.now = new Date(clock.now.getTime() + minutes * 60_000)
  }
  return { site, outside, ann, source, fetch, row, says, minutes, wait }
}

t.test('what a fetch brought stands on the row', async t => {
  const { outside, fetch, row, says, wait, minutes } = await setUp(t, { leasedUntil: '2026-07-01T12:01:00.000Z' })
  t.equal(await says(), 'waiting for the first fetch')
  outside.serve(url, [{ title: 'One' }, { title: 'Two' }], { etag: '"1"', lastModified: 'Wed, 01 Jul 2026 11:00:00 GMT' })
  t.same(await fetch(), { outcome: 'ok', imported: 2, updated: 0 })
  wait(3)
  t.equal(await says(), 'last fetched 3 min ago: 2 new')
  t.match(await row(), {
    title: 'Tea notes',
    siteUrl: 'https://tea.example/',
    etag: '"1"',
    importedInAll: 2,
    leasedUntil: null,
    outcome: 'ok',
  })
  t.ok((await minutes()) > 40)

  outside.answers.set(url, { outcome: 'unchanged' })
  t.same(await fetch(), { outcome: 'unchanged', imported: 0, updated: 0 })
  t.match(outside.asked[1], { etag: '"1"', lastModified: 'Wed, 01 Jul 2026 11:00:00 GMT' })
  t.match(await row(), { outcome: 'unchanged', imported: 0, importedInAll: 2, intervalMinutes: 90 })
})

t.test('every bad end has a name and a sentence, and is tried again later each time', async t => {
  const ends: [string, Error | Parameters<FakeOutside['answers']['set']>[1]][] = [
    ['refused', { outcome: 'failed', problem: 'The address answers 404 Not Found.', status: 404 }],
    ['unreadable', { outcome: 'failed', problem: 'This is no feed.', status: 200 }],
    ['too-large', new OutsideError('too-large', 'Too large.')],
    ['private-address', new OutsideError('private-address', 'Not from here.')],
    ['too-slow', new WorkStopped('too-slow', 'Too slow.')],
    ['unreadable', new ProblemReading('This is no feed.')],
    ['failed', new TypeError('a bug')],
  ]
  const { outside, fetch, row, minutes } = await setUp(t)
  let pause = 0
  for (const [outcome, answer] of ends) {
    outside.answers.set(url, answer)
    t.match(await fetch(), { outcome, imported: 0, updated: 0, problem: /\w/ })
    t.match(await row(), { outcome, leasedUntil: null })
    t.ok((await minutes()) > pause)
    pause = await minutes()
  }
  t.equal((await row()).failures, ends.length)
})

t.test('a failing source says since when, and recovers', async t => {
  const { outside, fetch, row, says, wait } = await setUp(t)
  await fetch()
  wait(2 * 1440)
  await fetch()
  t.equal(await says(), 'failing since Wednesday: The address answers 404 Not Found.')
  outside.serve(url, [])
  await fetch()
  t.match(await row(), { failures: 0, failingSince: null, problem: null, outcome: 'ok' })
})

t.test('what the server asks for is kept: freshness and Retry-After', async t => {
  const { outside, fetch, minutes } = await setUp(t)
  outside.serve(url, [], { freshFor: 4 * 3600 })
  await fetch()
  t.ok((await minutes()) >= 240)
  outside.answers.set(url, { outcome: 'failed', problem: 'Too many requests.', status: 429, retryAfter: 6 * 3600 })
  await fetch()
  t.ok((await minutes()) >= 360)
})

t.test('gone for good is not asked for again', async t => {
  const { outside, fetch, row, says } = await setUp(t)
  outside.answers.set(url, { outcome: 'gone', problem: 'The address says that the feed is gone for good.' })
  await fetch()
  t.match(await row(), { outcome: 'gone', nextFetchAt: null })
  t.match(await says(), /^gone for good/)
})

t.test('a permanent redirect moves the source, and nothing comes in twice', async t => {
  const { site, outside, fetch, row } = await setUp(t)
  outside.serve(url, [{ title: 'One' }])
  await fetch()
  outside.serve(url, [{ title: 'One' }], { movedTo: 'https://tea.example/moved' })
  await fetch()
  t.match(await row(), { url: 'https://tea.example/moved', address: url })
  outside.serve('https://tea.example/moved', [{ title: 'One' }])
  t.match(await fetch(), { outcome: 'ok', imported: 0 })
  t.equal((await site.db('entries')).length, 1)
})

t.test('a source that moves to where the member has another one ends', async t => {
  const { site, ann, outside, fetch, row } = await setUp(t)
  await makeSource(site, ann, { url: 'https://tea.example/moved', type: 'fake' })
  outside.serve(url, [], { movedTo: 'https://tea.example/moved' })
  t.match(await fetch(), { outcome: 'moved-away' })
  t.match(await row(), { url, outcome: 'moved-away', nextFetchAt: null })
})

t.test('a source that moves to a claimed address ends', async t => {
  const { site, outside, fetch } = await setUp(t)
  const owner = await makeMember(site, 'owner')
  const claim = { id: 'claim', memberId: owner.id, url: 'https://tea.example/moved', createdAt: site.now().toISOString() }
  await site.db.transaction(trx => trx('source_claims').insert(claim))
  outside.serve(url, [], { movedTo: 'https://tea.example/moved' })
  t.match(await fetch(), { outcome: 'moved-away' })
})

t.test('a source that is paused while it is fetched stays paused', async t => {
  const { site, outside, fetch, row } = await setUp(t)
  await site.db.transaction(trx => trx('sources').update({ pausedAt: '2026-07-01T12:00:00.000Z', nextFetchAt: null }))
  outside.serve(url, [{ title: 'One' }])
  await fetch()
  t.match(await row(), { nextFetchAt: null, imported: 1 })
})

t.test('a source whose plugin is off waits for it', async t => {
  const { row, site, fetch } = await setUp(t, { type: 'unknown' })
  t.match(await fetch(), { outcome: 'no-plugin' })
  t.ok((await row()).nextFetchAt)
  t.ok(site)
})

t.test('an import that cannot be stored leaves nothing behind and says so', async t => {
  const { site, outside, fetch, row } = await setUp(t)
  outside.serve(url, [{ title: 'One' }])
  const broken: Site = Object.create(site, { announce: { value: () => Promise.reject(new Error('disk full')) } })
  t.match(await fetchSource(broken, await row()), { outcome: 'failed' })
  t.same(await site.db('entries'), [])
  t.match(await row(), { outcome: 'failed', changedAt: null })
  t.match(await fetch(), { outcome: 'ok', imported: 1 })
})
