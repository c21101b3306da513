import t from 'tap'
import { undoAction } from '../../../core/actions/undo-action.ts'
import { system } from '../../../core/actor.ts'
import { responseTimes } from '../../../core/counts/read-counts.ts'
import { takeSamples } from '../../../core/counts/take-samples.ts'
import { findAnything } from '../../../core/find/find-anything.ts'
import { bucketOf, middleOf, percentile } from '../../../core/http/response-buckets.ts'
import { listLog } from '../../../core/logs/log-ring.ts'
import { makeLog } from '../../../core/logs/make-log.ts'
import { listTasks } from '../../../core/tasks/list-tasks.ts'
import { startTask } from '../../../core/tasks/start-task.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeServedSite } from '../../../core/testing/make-site.ts'
import { makeSource } from '../../../core/testing/make-source.ts'

t.test('a site that is closed asks all but its staff to come back, and can be opened again', async t => {
  const log = makeLog({ log: { level: 'info' } }, { write: () => {} })
  const { site, url } = await makeServedSite(t, { log })
  const [rita, bob] = [await makeMember(site, 'rita', { role: 'admin' }), await makeMember(site, 'bob')]
  const [staff, member, visitor] = [new Browser(url), new Browser(url), new Browser(url)]
  await signInAs(site, staff, rita)
  await signInAs(site, member, bob)
  await site.act(rita, 'site.maintain', { on: true, note: 'Back at noon.' })
  for (const browser of [member, visitor]) {
    t.match(await browser.get('/public'), {
      status: 503,
      headers: { 'retry-after': '600' },
      text: /Closed for a moment[\s\S]*Back at noon[\s\S]*Try again/,
    })
  }
  t.match(await visitor.get('/v2/feed/public'), { status: 503, text: /maintenance/ })
  t.equal((await visitor.get('/sign-in')).status, 200, 'who looks after it can come in')
  t.equal((await visitor.get('/healthz')).status, 200)
  t.equal((await staff.get('/public')).status, 200)
  t.match((await staff.get('/admin')).text, 'closed for maintenance')
  const row = await site.db('audit_log').orderBy('id', 'desc').first('id')
  await undoAction(site, rita, { id: (row as { id: string }).id })
  t.equal((await visitor.get('/public')).status, 200)

  log.warn({ plugin: 'feeds', password: 'hush' }, 'a line')
  log.info('another')
  t.match(listLog(site, rita, { level: 'warn' }), [{ level: 'warn', text: 'a line', plugin: 'feeds', rest: /Redacted/ }])
  t.equal(listLog(site, rita, { plugin: 'feeds' })?.length, 1)
  t.throws(() => listLog(site, bob), { code: 'forbidden' })
  t.match((await staff.get('/admin/logs?plugin=feeds')).text, 'a line')
})

t.test('pages are timed, room is measured, and both stand on the overview', async t => {
  const { site, url } = await makeServedSite(t)
  const rita = await makeMember(site, 'rita', { role: 'admin' })
  const browser = new Browser(url)
  await signInAs(site, browser, rita)
  for (let n = 0; n < 3; n++) await browser.get('/public')
  await site.counts.write()
  site.counts.add('failed fetches', 2)
  await site.counts.write()
  await takeSamples(site)
  await takeSamples(site)
  const last = (await responseTimes(site, 2)).at(-1)!
  t.ok(last.count >= 3 && last.p50! > 0 && last.p95! >= last.p50!)
  t.match((await browser.get('/admin')).text, /Time for a page[\s\S]*Disk in use/)
  for (const ms of [0.2, 1, 7, 90, 1234, 1e9])
    t.ok(bucketOf(ms) <= 70 && (ms > 3e5 || Math.abs(middleOf(bucketOf(ms)) - ms) / ms < 1.6), String(ms))
  t.equal(percentile(new Map(), 0.5), null)
})

t.test('routines are run by hand, the database is tidied, the cache emptied', async t => {
  const { site, url } = await makeServedSite(t)
  const [rita, bob] = [await makeMember(site, 'rita', { role: 'admin' }), await makeMember(site, 'bob')]
  const browser = new Browser(url)
  await signInAs(site, browser, rita)
  await browser.get('/admin/schedule')
  const run = { action: 'routine.run', name: 'sweep sessions', back: '/admin/schedule' }
  t.match(await browser.follow(await browser.post('/admin/act', run)), { text: /“sweep sessions” runs in a moment/ })
  await site.jobs.drained()
  t.match(
    site.routines.list().find(({ name }) => name === 'sweep sessions'),
    { problem: null, lastRunAt: String },
  )
  await t.rejects(site.act(bob, 'routine.run', { name: 'sweep sessions' }), { code: 'forbidden' })
  await t.rejects(site.act(system, 'routine.run', { name: 'nothing' }), { code: 'routine-not-found' })
  await t.rejects(site.act(bob, 'cache.empty', {}), { code: 'forbidden' })
  const empty = { action: 'cache.empty', back: '/admin/cache' }
  t.match((await browser.follow(await browser.post('/admin/act', empty))).text, 'The cache is emptied')
  await startTask(site, rita, 'database.tidy')
  await site.jobs.drained()
  await site.tasks.settled()
  t.match(await listTasks(site, rita), [{ state: 'done', message: /^Gave/ }])
  t.match((await browser.get('/admin/database')).text, /migrations applied[\s\S]*audit_log/)
})

t.test('one finds pages, settings, people and sources, each for who may see them', async t => {
  const { site, url } = await makeServedSite(t)
  const [rita, mia] = [await makeMember(site, 'rita', { role: 'admin' }), await makeMember(site, 'mia', { role: 'moderator' })]
  await makeSource(site, rita, { url: 'https://mist.example/feed' })
  const kinds = async (actor: typeof rita, text: string) => [...new Set((await findAnything(site, actor, text)).map(({ kind }) => kind))]
  t.same(await kinds(rita, 'mis'), ['page', 'source'])
  t.same(await kinds(rita, 'who may sign'), ['setting'])
  t.same(await kinds(rita, 'audit'), ['page'])
  t.same(await kinds(mia, 'who may sign'), [])
  t.same(await kinds(mia, 'mist'), [])
  t.same(await findAnything(site, rita, '%'), [])
  const browser = new Browser(url)
  await signInAs(site, browser, rita)
  t.match(await browser.get('/admin/find?q=mist'), { status: 200, text: /sources of this host/ })
})
