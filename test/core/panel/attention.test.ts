import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { MemberActor } from '../../../core/actor.ts'
import { backupsOf } from '../../../core/backup/make-backup.ts'
import { listAttention } from '../../../core/panel/attention.ts'
import { writePluginState } from '../../../core/plugins/plugin-states.ts'
import type { Running } from '../../../core/serve.ts'
import type { Site } from '../../../core/site.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeServedSite } from '../../../core/testing/make-site.ts'
import { makeSource, reloadSource } from '../../../core/testing/make-source.ts'

const past = '2026-01-01T00:00:00.000Z'
const later = '2099-01-01T00:00:00.000Z'

async function openOverview(t: Parameters<typeof makeServedSite>[0]): Promise<Running & { rita: MemberActor; browser: Browser }> {
  const running = await makeServedSite(t)
  const rita = await makeMember(running.site, 'rita', { role: 'admin' })
  const browser = new Browser(running.url)
  await signInAs(running.site, browser, rita)
  return { ...running, rita, browser }
}

/** Presses a button of the overview as a person would: reads what will happen, then says yes. Returns the page that follows. */
async function press(browser: Browser, label: string): Promise<string> {
  const { text } = await browser.get('/admin')
  const form = text.match(/<form class="line"[\s\S]*?<\/form>/g)?.find(html => html.includes(`>${label}<`))
  if (!form) throw new Error(`The overview has no button "${label}".`)
  const fields = [...form.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value] as const)
  const asked = await browser.post('/admin/act', Object.fromEntries(fields.filter(([name]) => name !== '_csrf')))
  if (!asked.text.includes('What will happen')) throw new Error(asked.text)
  const { ask: _, _csrf: __, ...input } = Object.fromEntries(fields)
  return (await browser.follow(await browser.post('/admin/act', input))).text
}

function aboutIn(site: Site, actor: MemberActor, pattern: RegExp) {
  return listAttention(site, actor).then(all => all.find(({ text }) => pattern.test(text)))
}

t.test('jobs that were given up are tried again from the overview', async t => {
  const { site, rita, browser } = await openOverview(t)
  const seen: unknown[] = []
  site.jobs.handle('test job', async input => void seen.push(input))
  const row = { name: 'test job', attempts: 8, problem: 'Error: no', failedAt: past, createdAt: past, runAt: past }
  await site.db.transaction(trx => trx('jobs').insert([1, 2].map(n => ({ ...row, id: `j${n}`, input: JSON.stringify(n) }))))
  t.match(await press(browser, 'Try them again'), /Tried again: 2 × test job\./)
  await site.jobs.drained()
  t.same(seen.sort(), [1, 2])
  t.equal(await aboutIn(site, rita, /given up/), undefined)
})

t.test('sources that failed for long are fetched now, but not those that are paused or gone', async t => {
  const { site, rita, browser } = await openOverview(t)
  const failing = { failures: 6, failingSince: past, nextFetchAt: later, type: 'nothing' }
  const source = await makeSource(site, rita, { ...failing, url: 'https://a.example/feed' })
  const gone = await makeSource(site, rita, { ...failing, url: 'https://b.example/feed', nextFetchAt: null as unknown as string })
  const paused = await makeSource(site, rita, { ...failing, url: 'https://c.example/feed', pausedAt: past })
  t.match(await press(browser, 'Fetch them now'), /One source that failed is fetched again/)
  t.ok((await reloadSource(site, source)).nextFetchAt! < later)
  t.equal((await reloadSource(site, gone)).nextFetchAt, null)
  t.equal((await reloadSource(site, paused)).nextFetchAt, later)
})

t.test('a backup is made, and failed work started again', async t => {
  const { site, rita, browser } = await openOverview(t)
  t.match(await press(browser, 'Back up now'), /Back up the site: started|started\./)
  await site.jobs.drained()
  await site.tasks.settled()
  t.equal(await aboutIn(site, rita, /no backup/), undefined)

  const task = { name: 'database.check', input: '{}', createdAt: past, endedAt: site.now().toISOString(), problem: 'The disk was full.' }
  await site.db.transaction(trx => trx('tasks').insert({ ...task, id: '0' }))
  t.match(await aboutIn(site, rita, /failed: The disk was full/), { mends: [{ action: 'task.retry' }] })
  await press(browser, 'Start it again')
  await site.jobs.drained()
  await site.tasks.settled()
  t.equal(await aboutIn(site, rita, /The disk was full/), undefined, 'it was done since')
  t.equal((await site.db('tasks').where({ name: 'database.check' })).length, 2)
})

t.test('a backup that cannot be read is told, with where to look', async t => {
  const { site, rita } = await openOverview(t)
  mkdirSync(join(backupsOf(site), '2026-01-01T00-00-00Z'), { recursive: true })
  t.match(await aboutIn(site, rita, /cannot be read/), { fix: /remove its folder/, page: { url: '/admin/backups' } })
})

t.test('a plugin that was switched off is switched on again, or off for good', async t => {
  const { site, rita, browser } = await openOverview(t)
  const quarantine = () =>
    site.db.transaction(trx => writePluginState(trx, { name: 'feeds', quarantinedAt: past, problem: 'It failed.' }, site.now()))
  await quarantine()
  t.match(await press(browser, 'Switch it on again'), /The plugin feeds is on\./)
  t.equal(await aboutIn(site, rita, /plugin feeds/), undefined)
  await quarantine()
  await press(browser, 'Switch it off')
  t.equal(await aboutIn(site, rita, /plugin feeds/), undefined)
  t.match(await site.db('plugin_states').where({ name: 'feeds' }).first(), { disabledAt: String })
})

t.test('a routine that failed is run again, and the site opened after maintenance', async t => {
  const { site, rita, browser } = await openOverview(t)
  let broken = true
  const run = site.routines.add(
    'count sheep',
    9999,
    async () => {
      if (broken) throw new Error('No sheep.')
    },
    () => {},
  )
  await run()
  t.match(await aboutIn(site, rita, /count sheep/), { state: 'problem', text: /No sheep/ })
  await press(browser, 'Run it now')
  await site.jobs.drained()
  t.ok(await aboutIn(site, rita, /count sheep/), 'it failed again')
  t.equal((await site.jobs.waiting()).waiting, 0, 'and no job goes on about it')
  broken = false
  await press(browser, 'Run it now')
  await site.jobs.drained()
  t.equal(await aboutIn(site, rita, /count sheep/), undefined)

  await site.act(rita, 'site.maintain', { on: true })
  t.match(await press(browser, 'Open the site'), /The site is open again/)
  t.equal(site.settings.maintenanceSince, '')
})

t.test(
  'everything says what to do, by a button, a link or a sentence about the machine; and nobody is offered what they may not do',
  async t => {
    const { site, rita } = await openOverview(t)
    const mia = await makeMember(site, 'mia', { role: 'moderator' })
    await site.db.transaction(async trx => {
      await writePluginState(trx, { name: 'feeds', quarantinedAt: past, problem: 'It failed.' }, site.now())
      await trx('members').where({ id: mia.id }).update({ waitingSince: past })
    })
    await makeSource(site, rita, { url: 'https://a.example/feed', failures: 9, failingSince: past, nextFetchAt: later })
    const all = await listAttention(site, rita)
    t.ok(all.length >= 6)
    for (const { text, fix, mends = [], page } of all) t.ok(fix.length > 15 && (mends.length > 0 || page || /set|Set/.test(fix)), text)
    const shown = await listAttention(site, mia)
    t.notMatch(JSON.stringify(shown), /plugin\.enable|task\.start|source\.fetch/)
    for (const action of ['job.retry-given-up', 'source.fetch-failing', 'task.retry', 'routine.run', 'cache.empty'])
      await t.rejects(site.act(mia, action, { id: '0', name: 'sweep sessions' }), { code: 'forbidden' }, action)
  },
)
