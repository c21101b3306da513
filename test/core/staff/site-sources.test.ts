import t from 'tap'
import { pauseSource, resumeSource } from '../../../core/sources/pause-source.ts'
import { countSources, listSiteSources } from '../../../core/staff/list-site-sources.ts'
import { listSourceHosts } from '../../../core/staff/list-source-hosts.ts'
import { listTasks } from '../../../core/tasks/list-tasks.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeServedSite } from '../../../core/testing/make-site.ts'
import { makeSource, reloadSource } from '../../../core/testing/make-source.ts'

t.test('those who look after the sources see all of them, find them, and pause and fetch them', async t => {
  const { site, url, outbox } = await makeServedSite(t, { fetch: async () => Promise.reject(new Error('no way out')) })
  const rita = await makeMember(site, 'rita', { role: 'admin' })
  const bob = await makeMember(site, 'bob')
  const at = site.now().toISOString()
  const later = new Date(site.now().getTime() + 86_400_000).toISOString()
  const rows = [
    { url: 'https://User.Example/feed', title: 'Hundred % notes', fetchedAt: at, nextFetchAt: later, outcome: 'ok', service: 'flickr' },
    {
      url: 'https://b.example:8443/x?y=//z',
      failingSince: at,
      failures: 6,
      fetchedAt: at,
      nextFetchAt: later,
      outcome: 'http',
      problem: '404.',
    },
    { url: 'http://b.example/other', nextFetchAt: null, pausedAt: at },
    { url: 'https://c.example/new', nextFetchAt: later },
  ]
  const sources = []
  for (const row of rows) sources.push(await makeSource(site, bob, { intervalMinutes: 60, ...row }))
  const found = async (filter: object) => (await listSiteSources(site, rita, filter)).map(source => source.url)
  t.equal((await found({})).length, 4)
  t.same(await found({ show: 'failing' }), [rows[1]!.url])
  t.same(await found({ show: 'paused' }), [rows[2]!.url])
  t.same(await found({ show: 'never' }), [rows[3]!.url, rows[2]!.url])
  t.same(await found({ host: 'B.example' }), [rows[2]!.url, rows[1]!.url])
  t.same(await found({ service: 'flickr' }), [rows[0]!.url])
  t.same(await found({ search: 'hundred %' }), [rows[0]!.url])
  t.same(await found({ search: '%' }), [rows[0]!.url], 'a percent sign is one')
  t.equal((await found({ search: '@bob' })).length, 4)
  t.same(await found({ search: '@rita' }), [])
  t.same(await found({ after: sources[1]!.id }), [rows[0]!.url])
  t.same(await countSources(site), { all: 4, failing: 1, paused: 1, never: 2 })
  t.match(await listSourceHosts(site, rita), [
    { host: 'b.example', sources: 2, failing: 1, paused: 1, worst: 6, requestsPerDay: 24 },
    { host: 'c.example', sources: 1 },
    { host: 'user.example', sources: 1, failingSince: null },
  ])
  t.match(await listSourceHosts(site, rita, { by: 'failing' }), [{ host: 'b.example' }])
  await t.rejects(listSiteSources(site, bob), { code: 'forbidden' })
  await t.rejects(listSourceHosts(site, bob), { code: 'forbidden' })

  const browser = new Browser(url)
  await signInAs(site, browser, rita)
  t.match((await browser.get('/admin/sources?show=failing')).text, /6|404/)
  t.match((await browser.get('/admin/source-hosts')).text, 'b.example')
  const [id, back] = [sources[0]!.id, '/admin/sources?show=failing']
  const paused = await browser.post('/admin/act', { action: 'source.pause', id, note: 'Too much.', back })
  t.match(paused, { status: 303, location: back })
  t.match(await reloadSource(site, sources[0]!), { pausedBy: rita.id, pausedNote: 'Too much.', nextFetchAt: null })
  await outbox.drained()
  t.match(await site.db('notifications').where({ memberId: bob.id, kind: 'source-paused' }), [{ actorId: rita.id }])
  await t.rejects(resumeSource(site, bob, { id }), { code: 'conflict', message: /look after this site/ }, 'its owner cannot undo it')
  await browser.post('/admin/act', { action: 'source.resume', id, back })
  t.match(await reloadSource(site, sources[0]!), { pausedBy: null, pausedAt: null })
  await pauseSource(site, bob, { id })
  await resumeSource(site, bob, { id })
  await browser.post('/admin/act', { action: 'source.fetch', id: sources[3]!.id, back })
  t.match(await site.db('audit_log').orderBy('id', 'desc').first('summary'), { summary: /c\.example\/new is fetched in a moment/ })
  await browser.post('/admin/act', { action: 'source.fetch-all', host: 'c.example', back })
  t.match(await listTasks(site, rita), [{ name: 'sources.refetch' }])
  t.match((await browser.get('/admin/sources')).text, 'Fetch all sources')
})
