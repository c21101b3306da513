import t from 'tap'
import { listAudit } from '../../../core/actions/audit-log.ts'
import { undoAction } from '../../../core/actions/undo-action.ts'
import { system } from '../../../core/actor.ts'
import { listPlugins } from '../../../core/plugins/list-plugins.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeOpenSite, makeServedSite } from '../../../core/testing/make-site.ts'
import { makePluginFolder, note, takeNotes, writePlugin } from '../plugins/write-plugin.ts'

const settings = {
  type: 'object',
  properties: {
    greeting: { type: 'string', title: 'Greeting', default: 'Hello', maxLength: 20 },
    times: { type: 'integer', title: 'How often', default: 1, minimum: 1, maximum: 9 },
    loud: { type: 'boolean', default: false },
    tone: { enum: ['warm', 'cool'], default: 'warm' },
  },
}
const asked = note('JSON.stringify(host.settings)')
const usual = { greeting: 'Hello', times: 1, loud: false, tone: 'warm' }

function told(): object[] {
  return takeNotes().map(text => JSON.parse(String(text)) as object)
}

t.beforeEach(() => void takeNotes())

t.test('a running plugin is started anew with its settings, and so is who uses what it provides', async t => {
  const folder = makePluginFolder(t)
  writePlugin(folder, 'greeter', { settings }, `${asked}; host.provide('greeter', { say: () => host.settings.greeting })`)
  writePlugin(folder, 'reader', { requires: ['greeter'] }, `${note("JSON.stringify({ heard: host.use('greeter').say() })")}`)
  writePlugin(folder, 'other', {}, note("JSON.stringify({ other: 'started' })"))
  const { site } = await makeOpenSite(t, { pluginFolders: [folder] })
  t.same(told(), [usual, { other: 'started' }, { heard: 'Hello' }])

  const outcome = await site.act(system, 'plugin.settings', { name: 'greeter', values: { greeting: 'Salut', times: '3' } })
  t.same(outcome.changes, [
    { path: 'plugins.greeter.settings.greeting', before: 'Hello', after: 'Salut' },
    { path: 'plugins.greeter.settings.times', before: 1, after: 3 },
  ])
  t.same(told(), [{ ...usual, greeting: 'Salut', times: 3 }, { heard: 'Salut' }], 'and nobody else is')

  await site.act(system, 'plugin.settings', { name: 'greeter', values: { greeting: '' } })
  t.same(told(), [{ ...usual, times: 3 }, { heard: 'Hello' }], 'an empty one goes back to its default')
  await t.rejects(undoAction(site, system, { id: outcome.auditId ?? '' }), { code: 'conflict' })
  const [last] = await listAudit(site, system)
  await undoAction(site, system, { id: last!.id })
  t.same(told(), [{ ...usual, greeting: 'Salut', times: 3 }, { heard: 'Salut' }])
})

t.test('what does not fit is refused by name, and nothing changes', async t => {
  const folder = makePluginFolder(t)
  writePlugin(folder, 'greeter', { settings }, asked)
  writePlugin(folder, 'plain', {}, '')
  const { site } = await makeOpenSite(t, { pluginFolders: [folder] })
  const change = (values: Record<string, unknown>, name = 'greeter') => site.act(system, 'plugin.settings', { name, values })
  await t.rejects(change({ times: '10' }), { code: 'invalid', problems: { times: /9 or less/ } })
  await t.rejects(change({ times: 'often', greeting: 'x'.repeat(21) }), {
    code: 'invalid',
    problems: { times: /whole number/, greeting: /20/ },
  })
  await t.rejects(change({ colour: 'red' }), { code: 'invalid', problems: { colour: /no setting/ } })
  await t.rejects(change({}, 'plain'), { code: 'conflict' })
  await t.rejects(change({}, 'nobody'), { code: 'plugin-not-found' })
  t.same(told(), [usual])
  t.same(await listAudit(site, system), [])
})

t.test('an admin sets them in a form made from the schema', async t => {
  const folder = makePluginFolder(t)
  writePlugin(folder, 'greeter', { settings }, asked)
  const { site, url } = await makeServedSite(t, { pluginFolders: [folder] })
  const browser = new Browser(url)
  await signInAs(site, browser, await makeMember(site, 'rita', { role: 'admin' }))
  t.match((await browser.get('/admin/plugin?name=greeter')).text, 'action="/admin/plugin-settings"')
  const form = (await browser.get('/admin/plugin-settings?name=greeter')).text
  t.match(
    form,
    /<label for="field-greeting">Greeting<\/label>\s*<input id="field-greeting" type="text" name="set-greeting" value="Hello" maxlength="20"/,
  )
  t.match(form, /type="number" name="set-times" value="1"/)
  t.match(form, /<select id="field-tone"/)
  t.match(form, /<a href="\/admin\/plugins" aria-current="page">/)

  const refused = await browser.post('/admin/plugin-settings', { name: 'greeter', 'set-greeting': 'Moin', 'set-times': '12' })
  t.match(refused, { status: 422, text: /value="Moin"[\s\S]*id="problem-times"/ })
  const sent = { name: 'greeter', 'set-greeting': 'Moin', 'set-times': '2', 'set-loud': ['false', 'true'], 'set-tone': 'cool' }
  const saved = await browser.post('/admin/plugin-settings', sent)
  t.match((await browser.follow(saved)).text, 'started anew')
  t.same(told().at(-1), { greeting: 'Moin', times: 2, loud: true, tone: 'cool' })
  t.match(await browser.get('/admin/plugin-settings?name=nobody'), { status: 404 })
  t.match((await browser.get('/admin/plugin-settings?name=greeter')).text, /name="set-loud" value="true" checked/)
})

t.test('settings that no longer fit stop the plugin with a reason, and can be corrected', async t => {
  const folder = makePluginFolder(t)
  writePlugin(folder, 'greeter', { settings }, asked)
  const { site } = await makeOpenSite(t, { pluginFolders: [folder] })
  await site.act(system, 'plugin.settings', { name: 'greeter', values: { times: 9 } })
  const narrower = { ...settings, properties: { ...settings.properties, times: { type: 'integer', default: 1, maximum: 5 } } }
  writePlugin(folder, 'greeter', { settings: narrower }, asked)
  await site.act(system, 'plugin.disable', { name: 'greeter' })
  await site.act(system, 'plugin.enable', { name: 'greeter' })
  t.match(await listPlugins(site, system), [{ name: 'greeter', state: 'failed', reason: /settings\/times must be <= 5/ }])
  await site.act(system, 'plugin.settings', { name: 'greeter', values: { times: 5 } })
  await site.act(system, 'plugin.enable', { name: 'greeter' })
  t.match(await listPlugins(site, system), [{ name: 'greeter', state: 'enabled' }])
})

t.test('a secret is kept sealed, reaches the plugin open, and nobody reads it again', async t => {
  const folder = makePluginFolder(t)
  const secretive = {
    type: 'object',
    properties: { token: { type: 'string', minLength: 3, 'x-ui': { widget: 'secret' } }, size: { type: 'integer', default: 1 } },
  }
  writePlugin(folder, 'greeter', { settings: secretive }, asked)
  const { site, url } = await makeServedSite(t, { pluginFolders: [folder] })
  const browser = new Browser(url)
  await signInAs(site, browser, await makeMember(site, 'rita', { role: 'admin' }))
  await browser.get('/admin/plugin-settings?name=greeter')
  await browser.post('/admin/plugin-settings', { name: 'greeter', 'set-token': 'hush-hush', 'set-size': '2' })
  t.same(told().at(-1), { size: 2, token: 'hush-hush' })
  await browser.post('/admin/plugin-settings', { name: 'greeter', 'set-token': '', 'set-size': '3' })
  t.same(told().at(-1), { size: 3, token: 'hush-hush' }, 'an empty field keeps it')
  const page = (await browser.get('/admin/plugin-settings?name=greeter')).text
  t.match(page, 'Set. Type to replace it')
  const [audit, stored] = [await site.db('audit_log'), await site.db('settings')]
  t.notMatch(page + JSON.stringify([audit, stored]), 'hush-hush')
  const [, first] = await listAudit(site, system)
  t.match(first?.changes[1], { path: 'plugins.greeter.settings.token', before: null, after: { secret: /^[0-9a-f]{6}$/ } })
  await t.rejects(undoAction(site, system, { id: first!.id }), { message: 'This cannot be taken back.' })
  const gone = await browser.post('/admin/plugin-settings', { name: 'greeter', 'set-token': '', 'set-token/remove': 'true' })
  t.equal(gone.status, 303, gone.text)
  t.same(told().at(-1), { size: 3 })
})
