import t from 'tap'
import { system } from '../../../core/actor.ts'
import { listTasks } from '../../../core/tasks/list-tasks.ts'
import { startTask } from '../../../core/tasks/start-task.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeOpenSite } from '../../../core/testing/make-site.ts'
import { makeSource } from '../../../core/testing/make-source.ts'

t.test('long work runs in the background, one of a name at a time, and says how far it is', async t => {
  const { site } = await makeOpenSite(t)
  const rita = await makeMember(site, 'rita', { role: 'admin' })
  const bob = await makeMember(site, 'bob')
  await site.act(rita, 'task.start', { name: 'timelines.rebuild' })
  t.match(await listTasks(site, rita), [{ title: 'Rebuild timelines', state: 'waiting', isOpen: true, byName: 'rita', canCancel: true }])
  await t.rejects(startTask(site, rita, 'timelines.rebuild'), { code: 'conflict' })
  await t.rejects(startTask(site, bob, 'timelines.rebuild'), { code: 'forbidden' })
  await t.rejects(startTask(site, rita, 'site.burn'), { code: 'task-not-found' })
  await site.jobs.drained()
  await site.tasks.settled()
  t.match(await listTasks(site, rita), [
    { state: 'done', done: 2, total: 2, message: 'Made the timelines of 2 members anew.', canCancel: false },
  ])
  await startTask(site, rita, 'database.check')
  await site.jobs.drained()
  await site.tasks.settled()
  t.match((await listTasks(site, rita))[0], { state: 'done', message: /^All \d+ tables are whole/ })
  await t.rejects(listTasks(site, bob), { code: 'forbidden' })
  t.same(await listTasks(site, bob, { names: ['database.check'] }), [])
})

t.test('it is stopped by whoever looks after the system, and taken up where it was after the process ended', async t => {
  const { site } = await makeOpenSite(t)
  const rita = await makeMember(site, 'rita', { role: 'admin' })
  await makeSource(site, rita, { url: 'https://a.example/feed' })
  const id = await startTask(site, system, 'sources.refetch')
  await site.act(rita, 'task.cancel', { id })
  // It may have begun already.
  await site.tasks.settled()
  t.match(await listTasks(site, rita), [{ state: 'stopped' }])
  await t.rejects(site.act(rita, 'task.cancel', { id }), { code: 'conflict' })

  const second = await startTask(site, system, 'sources.refetch', { host: 'A.example' })
  // As a process leaves it that was killed: with a lease that is past.
  const past = '2026-01-01T00:00:00.000Z'
  await site.db.transaction(trx =>
    trx('tasks').where({ id: second }).update({ leasedUntil: past, startedAt: past, place: '{"id":"z","done":7}' }),
  )
  await site.tasks.resume()
  await site.tasks.settled()
  t.match(
    await listTasks(site, rita, { id: second }),
    [{ state: 'done', message: '7 sources were fetched.' }],
    'it went on behind the last one',
  )

  await site.db.transaction(trx => trx('tasks').insert({ id: 'w', name: 'database.check', input: '{"x":', createdAt: past }))
  await site.tasks.resume()
  await site.tasks.settled()
  t.match(await listTasks(site, rita, { id: 'w' }), [{ state: 'failed', problem: /JSON/ }])
})
