import t from 'tap'
import { system } from '../../../core/actor.ts'
import { listJobs } from '../../../core/jobs/list-jobs.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeOpenSite, makeServedSite } from '../../../core/testing/make-site.ts'

const past = '2026-01-01T00:00:00.000Z'

t.test('jobs are listed with their state and without their input', async t => {
  const { site } = await makeOpenSite(t)
  const usual = { attempts: 0, input: '{"email":"ann@example.org"}', createdAt: past, runAt: past }
  await site.db.transaction(trx =>
    trx('jobs').insert([
      { ...usual, id: 'w', name: 'waits', runAt: '2099-01-01T00:00:00.000Z' },
      { ...usual, id: 'r', name: 'runs', leasedUntil: '2099-01-01T00:00:00.000Z' },
      { ...usual, id: 'f', name: 'fails', attempts: 2, problem: 'Error: no', runAt: '2098-01-01T00:00:00.000Z' },
      { ...usual, id: 'g', name: 'is given up', attempts: 8, problem: 'Error: never', failedAt: past },
    ]),
  )
  const jobs = await listJobs(site, system)
  t.same(
    jobs.map(({ id, state }) => [id, state]),
    [
      ['g', 'given up'],
      ['r', 'running'],
      ['f', 'failing'],
      ['w', 'waiting'],
    ],
  )
  t.notMatch(JSON.stringify(jobs), 'ann@example.org')
  await t.rejects(listJobs(site, await makeMember(site, 'mia', { role: 'moderator' })), { code: 'forbidden' })
})

t.test('what was given up is tried again or thrown away, but not while it is being done', async t => {
  const { site, url } = await makeServedSite(t)
  const seen: unknown[] = []
  site.jobs.handle('test job', async input => void seen.push(input))
  const row = { name: 'test job', input: '{"n":1}', attempts: 8, problem: 'Error: no', failedAt: past, createdAt: past, runAt: past }
  await site.db.transaction(trx =>
    trx('jobs').insert([
      { ...row, id: 'a' },
      { ...row, id: 'b' },
      { ...row, id: 'c', failedAt: null, leasedUntil: '2099-01-01T00:00:00.000Z' },
    ]),
  )
  const browser = new Browser(url)
  await signInAs(site, browser, await makeMember(site, 'rita', { role: 'admin' }))
  t.match((await browser.get('/admin')).text, '2 jobs were given up')
  t.match((await browser.get('/admin/jobs')).text, /test job[\s\S]*given up[\s\S]*Error: no/)
  const again = await browser.post('/admin/act', { action: 'job.retry', id: 'a', back: '/admin/jobs' })
  t.match((await browser.follow(again)).text, 'The job test job is tried again.')
  await site.jobs.drained()
  t.same(seen, [{ n: 1 }])
  t.match(
    (await browser.follow(await browser.post('/admin/act', { action: 'job.drop', id: 'b', back: '/admin/jobs' }))).text,
    'thrown away',
  )
  t.same(await site.db('jobs').select('id'), [{ id: 'c' }])
  await t.rejects(site.act(system, 'job.drop', { id: 'c' }), { code: 'conflict' })
  await t.rejects(site.act(system, 'job.retry', { id: 'b' }), { code: 'job-not-found' })
})
