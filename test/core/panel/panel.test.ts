import t from 'tap'
import { listAudit } from '../../../core/actions/audit-log.ts'
import { system } from '../../../core/actor.ts'
import { settingsSchema } from '../../../core/config/settings.ts'
import { makeLog } from '../../../core/logs/make-log.ts'
import { dailyCounts } from '../../../core/panel/daily-counts.ts'
import { openPanel } from '../../../core/panel/open-panel.ts'
import { schemaForm } from '../../../core/panel/schema-form.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeClock } from '../../../core/testing/make-clock.ts'
import { makeEntry } from '../../../core/testing/make-entry.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeServedSite, makeSite, type Teardown } from '../../../core/testing/make-site.ts'

const pages = {
  '': 'Overview',
  '/settings': 'Settings',
  '/configuration': 'Configuration',
  '/sources': 'Sources',
  '/source-hosts': 'Hosts of sources',
  '/plugins': 'Plugins',
  '/members': 'Members',
  '/audit': 'Audit log',
  '/jobs': 'Jobs',
  '/tasks': 'Tasks',
  '/backups': 'Backups',
  '/schedule': 'Schedule',
  '/database': 'Database',
  '/cache': 'Cache',
  '/logs': 'Log',
  '/maintenance': 'Maintenance',
  '/environment': 'Environment',
  '/integrations': 'Integrations',
}

async function setUp(t: Teardown) {
  const { site, url } = await makeServedSite(t)
  const open = async (handle: string, role: 'member' | 'moderator' | 'admin') => {
    const browser = new Browser(url)
    await signInAs(site, browser, await makeMember(site, handle, { role }))
    await browser.get('/settings/profile')
    return browser
  }
  return { site, url, rita: await open('rita', 'admin'), open }
}

t.test('each page is for those with its permission, and the menu shows no other', async t => {
  const { url, rita, open } = await setUp(t)
  const [bob, mia] = [await open('bob', 'member'), await open('mia', 'moderator')]
  for (const [path, title] of Object.entries(pages)) {
    const visitor = await new Browser(url).get(`/admin${path}`)
    t.match(visitor, { status: 302, location: `/sign-in?next=${encodeURIComponent(`/admin${path}`)}` })
    t.match(await bob.get(`/admin${path}`), { status: 403 }, `${title} as a member`)
    t.match(await rita.get(`/admin${path}`), { status: 200, text: new RegExp(`<h1>${title}</h1>`) })
    const forMods = path === '' || path === '/audit'
    t.equal((await mia.get(`/admin${path}`)).status, forMods ? 200 : 403, `${title} as a moderator`)
  }
  t.notMatch((await mia.get('/admin')).text, '/admin/settings')
  t.match((await mia.get('/')).text, 'href="/admin"')
  t.notMatch((await bob.get('/')).text, 'href="/admin"')
  t.match(await rita.get('/admin/nothing'), { status: 404 })
  t.match(await bob.get('/admin/nothing'), { status: 403 }, 'a member does not learn what pages there are')
})

t.test('forms are refused to who may not, whatever page they name', async t => {
  const { site, url, open } = await setUp(t)
  const [bob, mia] = [await open('bob', 'member'), await open('mia', 'moderator')]
  const off = { action: 'plugin.disable', name: 'feeds', back: '/admin' }
  t.equal((await mia.post('/admin/act', off)).status, 403)
  t.equal((await mia.post('/admin/settings', { siteName: 'Mine' })).status, 403)
  t.equal((await bob.post('/admin/act', off)).status, 403)
  t.equal((await bob.post('/admin/settings', { siteName: 'Mine' })).status, 403)
  t.equal((await new Browser(url).post('/admin/act', off)).status, 403, 'without a form of this site')
  t.same(await listAudit(site, system), [])
  t.equal(site.settings.siteName, 'Tributary')
})

t.test('settings are changed together or not at all, and what is wrong stands beside its field', async t => {
  const { site, rita } = await setUp(t)
  const refused = await rita.post('/admin/settings', { siteName: 'The Delta', siteDescription: 'x'.repeat(301), signUp: 'sometimes' })
  t.equal(refused.status, 422)
  t.match(refused.text, /value="The Delta"/)
  t.match(refused.text, /id="problem-siteDescription">Please use at most 300 characters/)
  t.match(refused.text, /id="problem-signUp">Please choose/)
  t.equal(site.settings.siteName, 'Tributary')
  t.same(await listAudit(site, system), [])

  const saved = await rita.post('/admin/settings', { siteName: 'The Delta', siteDescription: '', signUp: 'invite' })
  t.match(saved, { status: 303, location: '/admin/settings' })
  t.match((await rita.follow(saved)).text, /Saved\.[\s\S]*class="field text changed" id="set-siteName">\s*<label for="field-siteName"/)
  t.match(site.settings, { siteName: 'The Delta', signUp: 'invite' })
  const [row, ...others] = await listAudit(site, system)
  t.same(
    row?.changes.map(({ path }) => path).sort(),
    ['settings.signUp', 'settings.siteName'],
    'in one row, so that it can be taken back as a whole',
  )
  t.same(others, [])
  t.match(
    (await rita.follow(await rita.post('/admin/settings', { siteName: 'The Delta', siteDescription: '', signUp: 'invite' }))).text,
    'Nothing changed.',
  )
})

t.test('an action shows what would happen before it does, and can be taken back', async t => {
  const { site, rita } = await setUp(t)
  const off = { action: 'plugin.disable', name: 'services', back: '/admin/plugins' }
  const asked = await rita.post('/admin/act', { ...off, ask: '1' })
  t.match(asked, { status: 200, text: /What will happen[\s\S]*plugins\.services\.state/ })
  t.same(await site.db('plugin_states').where({ name: 'services' }).whereNotNull('disabledAt'), [])

  const done = await rita.follow(await rita.post('/admin/act', off))
  t.match(done.text, /The plugin services is off\.[\s\S]*Undo/)
  t.match(done.text, /Switch on<span class="unseen"> services/)
  const [entry] = await listAudit(site, system)
  t.match((await rita.get('/admin/audit')).text, 'The plugin services is off.')
  const back = await rita.follow(await rita.post(`/admin/audit/${entry!.id}`, { _method: 'delete' }))
  t.match(back.text, 'The plugin services is on.')
  t.match(back.text, 'taken back')
  t.equal((await rita.post(`/admin/audit/${entry!.id}`, { _method: 'delete' })).status, 409)
  t.match(await rita.post('/admin/act', { action: 'site.burn', back: '/admin/plugins' }), { status: 404, text: /no action called/ })
})

t.test('a field is made from what the schema says', t => {
  const fields = schemaForm(settingsSchema, { siteName: 'X', siteDescription: '', signUp: 'invite' }, { siteName: 'No.' })
  t.match(fields, [
    { name: 'siteName', widget: 'text', value: 'X', changed: true, usual: 'Tributary', maxLength: 80, problem: 'No.' },
    { name: 'siteDescription', widget: 'long text', changed: false, usual: '' },
    { name: 'signUp', widget: 'select', changed: true, usual: 'Everybody' },
  ])
  t.notOk(
    fields.some(({ name }) => name === 'setUpAt'),
    'what has no title is not for people',
  )
  t.same(
    fields[2]?.options?.filter(option => option.selected).map(option => option.value),
    ['invite'],
  )
  t.end()
})

t.test('days are counted by the time in the ids', async t => {
  const { now, tick } = makeClock()
  const site = await makeSite(t, { now })
  const ann = await makeMember(site, 'ann')
  await makeEntry(site, ann)
  await makeEntry(site, ann)
  tick(86_400_000)
  const { counts, total, most } = await dailyCounts(site, 'entries', 3)
  t.same(counts, [0, 2, 0])
  t.match({ total, most }, { total: 2, most: 2 })
})

t.test('a page that cannot be read is left out, and a missing folder is no panel', async t => {
  const folder = t.testdir({
    pages: {
      'good.ts': `export default { title: 'Good', order: 1, permission: 'settings', show: async () => ({}) }`,
      'bad.ts': `throw new Error('broken')`,
      'good.hbs': 'good',
    },
  })
  const lines: string[] = []
  const log = makeLog({ log: { level: 'error' } }, { write: line => void lines.push(line) })
  const panel = await openPanel(folder, log)()
  t.match(panel?.pages, [{ name: 'good', url: '/admin/good' }])
  t.equal(panel?.render('good', {}, 'en'), 'good')
  t.match(lines, [/"page":"bad\.ts"/])
  t.equal(await openPanel(`${folder}/nowhere`, log)(), undefined)
})
