import { mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { system } from '../../../core/actor.ts'
import { disablePlugin } from '../../../core/plugins/disable-plugin.ts'
import { enablePlugin } from '../../../core/plugins/enable-plugin.ts'
import { listPlugins } from '../../../core/plugins/list-plugins.ts'
import type { Site } from '../../../core/site.ts'
import { makeOpenSite } from '../../../core/testing/make-site.ts'
import { makePluginFolder, note, sources, sourceType, takeNotes, writePlugin } from './write-plugin.ts'

function typesOf(site: Site): string[] {
  return [...site.registry.sourceTypes.keys()]
}

async function problemOf(site: Site, name: string): Promise<string> {
  const plugin = (await listPlugins(site, system)).find(one => one.name === name)
  return plugin?.state === 'failed' || plugin?.state === 'incompatible' ? (plugin.reason ?? '') : ''
}

// Plugins of the test before say goodbye when it ends.
t.beforeEach(() => {
  takeNotes()
})

t.test('what a plugin registers is there after the start', async t => {
  const folder = makePluginFolder(t)
  writePlugin(folder, 'one', sources, sourceType('one'))
  writePlugin(folder, 'two', sources, sourceType('two'))
  const { site } = await makeOpenSite(t, { pluginFolders: [folder] })
  t.same(typesOf(site), ['one', 'two'])
  t.match(await listPlugins(site, system), [
    { name: 'one', runtime: 'trusted', state: 'enabled' },
    { name: 'two', state: 'enabled' },
  ])
})

t.test('a site without plugins starts, and so does one whose folder of plugins is gone', async t => {
  const { site } = await makeOpenSite(t, { pluginFolders: [join(makePluginFolder(t), 'nowhere')] })
  t.same(typesOf(site), [])
  const safe = await makeOpenSite(t, { safe: true })
  t.same(typesOf(safe.site), [])
})

t.test('broken plugins are left out with their reason, and the site starts with the rest', async t => {
  const folder = makePluginFolder(t)
  writePlugin(folder, 'good', sources, sourceType('good'))
  writePlugin(folder, 'throws', sources, `${sourceType('half')}; throw new Error('no disk')`)
  writePlugin(folder, 'typo', sources, '', { 'index.ts': 'export default {' })
  writePlugin(folder, 'empty', sources, '', { 'index.ts': 'export const activate = 1' })
  writePlugin(folder, 'no-entry', { entry: 'main.ts' }, '')
  writePlugin(folder, 'odd', { api: 2 }, '')
  writePlugin(folder, 'needy', { requires: ['throws'] }, '')
  writePlugin(folder, 'sly', {}, sourceType('sly'))
  writePlugin(folder, 'sloppy', sources, `host.sourceType({ type: 'sloppy', label: 'x' })`)
  mkdirSync(join(folder, 'elsewhere'))
  symlinkSync(join(folder, 'good'), join(folder, 'linked'))
  const { site } = await makeOpenSite(t, { pluginFolders: [folder] })

  t.same(typesOf(site), ['good'])
  t.equal(await problemOf(site, 'throws'), 'no disk')
  t.match(await problemOf(site, 'typo'), /typo\/index\.ts cannot be read: (Expression expected|Unexpected)/)
  t.match(
    await problemOf(site, 'empty'),
    /empty\/index\.ts should export an object with activate\(host\) as its default, but exports undefined/,
  )
  t.match(await problemOf(site, 'no-entry'), /no-entry\/main\.ts should be the entry of the plugin, but there is no such file/)
  t.match(await problemOf(site, 'odd'), /"api" should be a version range/)
  t.equal(await problemOf(site, 'needy'), 'It requires "throws", which cannot start.')
  t.equal(await problemOf(site, 'sly'), 'host.sourceType needs the capability "sources:provide", for which plugin.json does not ask.')
  t.equal(await problemOf(site, 'sloppy'), 'host.sourceType: "discover" should be a function, but is undefined.')
  t.match(await problemOf(site, 'linked'), /should be a folder, but is a link/)
})

t.test('a problem is forgotten when it is mended', async t => {
  const folder = makePluginFolder(t)
  writePlugin(folder, 'one', { ...sources, version: 'new' }, sourceType('one'))
  const { site, plugins } = await makeOpenSite(t, { pluginFolders: [folder] })
  t.match(await site.db('plugin_states').select('name', 'problem'), [{ name: 'one', problem: /"version" should be a version/ }])

  writePlugin(folder, 'one', sources, sourceType('one'))
  await plugins.refresh()
  t.same(typesOf(site), ['one'])
  t.match(await site.db('plugin_states').select('name', 'problem'), [{ name: 'one', problem: null }])
})

t.test('registering a name twice is an error that names both plugins', async t => {
  const folder = makePluginFolder(t)
  writePlugin(folder, 'first', sources, sourceType('rss'))
  writePlugin(folder, 'second', sources, sourceType('rss'))
  const { site } = await makeOpenSite(t, { pluginFolders: [folder] })
  t.equal(site.registry.sourceTypes.get('rss')?.plugin, 'first')
  t.equal(await problemOf(site, 'second'), 'The source type "rss" of the plugin "second" is registered by the plugin "first" already.')
})

t.test('two plugins may call routes, jobs and slots the same', async t => {
  const folder = makePluginFolder(t)
  const routes = [{ id: 'withdraw', method: 'POST', path: '/withdraw', for: 'members' }]
  const activate = `host.route('withdraw', () => ({})); host.job('tidy', () => {}); host.slot('box', () => ({}))`
  for (const name of ['first', 'second']) {
    const contributes = { routes, jobs: [{ name: 'tidy' }], slots: [{ id: 'box', slot: 'home.aside', template: name }] }
    writePlugin(folder, name, { contributes }, activate, { [`templates/${name}.hbs`]: '<p>x</p>' })
  }
  const { site } = await makeOpenSite(t, { pluginFolders: [folder] })
  t.same([await problemOf(site, 'first'), await problemOf(site, 'second')], ['', ''])
  t.same(
    site.registry.routes.filter(({ handler }) => handler).map(({ plugin }) => plugin),
    ['first', 'second'],
  )
})

t.test('a plugin brings its tables along', async t => {
  const folder = makePluginFolder(t)
  const migration = `export async function up(knex) { await knex.schema.createTable('books_shelves', table => { table.string('id', 36).primary() }) }`
  writePlugin(folder, 'books', {}, '', { 'migrations/20260201_create_shelves.ts': migration })
  const { site, plugins } = await makeOpenSite(t, { pluginFolders: [folder] })
  t.same(await site.db('books_shelves').select(), [])
  t.match(await site.db('migrations').where('name', 'like', 'books/%').pluck('name'), ['books/20260201_create_shelves'])

  rmSync(join(folder, 'books'), { recursive: true })
  await plugins.refresh()
  t.same(await site.db('books_shelves').select(), [], 'a plugin that is gone leaves its tables')
})

t.test('a migration of a plugin that fails leaves out the plugin alone', async t => {
  const folder = makePluginFolder(t)
  const migration = `export async function up(knex) { await knex.schema.createTable('bad_things', table => { table.string('id', 36) }); throw new Error('no') }`
  writePlugin(folder, 'bad', {}, '', { 'migrations/20260201_create_things.ts': migration })
  writePlugin(folder, 'good', sources, sourceType('good'))
  const { site } = await makeOpenSite(t, { pluginFolders: [folder] })
  t.same(typesOf(site), ['good'])
  t.match(await problemOf(site, 'bad'), /The migration bad\/20260201_create_things failed and was taken back: no/)
  t.equal(await site.db.schema.hasTable('bad_things'), false)
})

t.test('a plugin can be switched off and on again while the site runs', async t => {
  const folder = makePluginFolder(t)
  const deactivate = `export default {
    activate(host) { ${sourceType('one')}; ${note("'on'")} },
    deactivate() { ${note("'off'")}; throw new Error('what a mess') },
  }`
  writePlugin(folder, 'one', sources, '', { 'index.ts': deactivate })
  const { site, refresh } = await makeOpenSite(t, { pluginFolders: [folder] })
  const before = site.registry

  t.same((await disablePlugin(site, system, { name: 'one' })).result, { name: 'one', state: 'disabled', alsoOff: [] })
  await refresh()
  t.same(typesOf(site), [], 'also when its own clean-up throws')
  t.same([...before.sourceTypes.keys()], ['one'], 'a request keeps the registry it began with')

  await enablePlugin(site, system, { name: 'one' })
  await refresh()
  t.same(typesOf(site), ['one'])
  t.same(takeNotes(), ['on', 'off', 'on'])
})

t.test('switching a plugin off takes along those that require it, and brings them back', async t => {
  const folder = makePluginFolder(t)
  writePlugin(folder, 'index', { provides: ['search'] }, `host.provide('search', { find: () => 'found' })`)
  writePlugin(folder, 'page', { requires: ['search'] }, note(`host.use('search').find()`))
  const { site, refresh } = await makeOpenSite(t, { pluginFolders: [folder] })
  t.same(takeNotes(), ['found'])

  t.same((await disablePlugin(site, system, { name: 'index' })).result?.alsoOff, ['page'])
  await refresh()
  t.equal(site.registry.provided.size, 0)
  t.match(await problemOf(site, 'page'), /It requires "search", but the plugin "index" is switched off/)
  await t.rejects(enablePlugin(site, system, { name: 'page' }), { code: 'conflict', message: /"index" is switched off/ })

  await enablePlugin(site, system, { name: 'index' })
  await refresh()
  t.same(takeNotes(), ['found'])
})

t.test('what a plugin may use of others stands in its manifest', async t => {
  const folder = makePluginFolder(t)
  writePlugin(folder, 'giver', {}, `host.provide('gift', {})`)
  writePlugin(folder, 'taker', {}, `host.use('giver')`)
  writePlugin(folder, 'waiter', { requires: ['quiet'] }, `host.use('quiet')`)
  writePlugin(folder, 'quiet', {}, '')
  const { site } = await makeOpenSite(t, { pluginFolders: [folder] })
  t.equal(await problemOf(site, 'giver'), 'host.provide("gift") needs "gift" in the "provides" of plugin.json.')
  t.equal(await problemOf(site, 'taker'), 'host.use("giver") needs "giver" in the "requires" of plugin.json.')
  t.equal(await problemOf(site, 'waiter'), 'host.use("quiet"): the plugin that should provide it has not done so.')
})

t.test('a plugin may register more while it is on, and nothing after it was switched off', async t => {
  const folder = makePluginFolder(t)
  writePlugin(folder, 'late', sources, note('host'))
  const { site, refresh } = await makeOpenSite(t, { pluginFolders: [folder] })
  const [host] = takeNotes() as { sourceType(type: object): void }[]
  const type = { label: 'Late', discover() {}, fetch() {}, read() {} }

  host!.sourceType({ ...type, type: 'late' })
  t.same(typesOf(site), ['late'])
  t.throws(() => host!.sourceType({ ...type, type: 'late' }), /is registered by the plugin "late" already/)

  await disablePlugin(site, system, { name: 'late' })
  await refresh()
  t.throws(() => host!.sourceType({ ...type, type: 'later' }), /The plugin "late" is switched off; host\.sourceType can no longer be used/)
  t.same(typesOf(site), [])
})

t.test('a folder that is deleted takes its feature with it and breaks nothing', async t => {
  const folder = makePluginFolder(t)
  writePlugin(folder, 'one', sources, sourceType('one'))
  const { site, plugins } = await makeOpenSite(t, { pluginFolders: [folder] })
  rmSync(join(folder, 'one'), { recursive: true })
  await plugins.refresh()
  t.same(typesOf(site), [])
  t.same(await listPlugins(site, system), [])
  await t.rejects(disablePlugin(site, system, { name: 'one' }), { code: 'plugin-not-found' })
})

t.test('only whoever runs the site may see and switch plugins', async t => {
  const { site } = await makeOpenSite(t)
  const member = { kind: 'member', id: 'x', scopes: [], member: { role: 'member' } } as never
  for (const actor of [member, { kind: 'visitor', scopes: [] } as never]) {
    await t.rejects(listPlugins(site, actor), { code: 'forbidden' })
    await t.rejects(enablePlugin(site, actor, { name: 'feeds' }), { code: 'forbidden' })
    await t.rejects(disablePlugin(site, actor, { name: 'feeds' }), { code: 'forbidden' })
  }
})

t.test('settings have the defaults of the manifest until somebody sets them', async t => {
  const folder = makePluginFolder(t)
  const settings = { type: 'object', additionalProperties: false, properties: { days: { type: 'integer', default: 7 } } }
  writePlugin(folder, 'one', { settings }, note('host.settings'))
  const { site, refresh } = await makeOpenSite(t, { pluginFolders: [folder] })
  t.same(takeNotes(), [{ days: 7 }])

  await site.db.transaction(trx => trx('settings').insert({ name: 'plugin:one', value: '{"days":"many"}', updatedAt: '' }))
  await disablePlugin(site, system, { name: 'one' })
  await refresh()
  await enablePlugin(site, system, { name: 'one' })
  await refresh()
  t.match(await problemOf(site, 'one'), /The settings of the plugin do not fit plugin\.json: settings\/days must be integer/)
})

t.test('a plugin brings templates for what no theme has', async t => {
  const folder = makePluginFolder(t)
  writePlugin(folder, 'one', {}, '', { 'templates/one-page.hbs': '<p>one</p>' })
  const { site, refresh } = await makeOpenSite(t, { pluginFolders: [folder] })
  t.equal(site.themes.has('one-page'), true)
  await disablePlugin(site, system, { name: 'one' })
  await refresh()
  t.equal(site.themes.has('one-page'), false)
})

t.test('the list says of each plugin whether it is enabled, disabled, failed or incompatible', async t => {
  const folder = makePluginFolder(t)
  writePlugin(folder, 'fine', sources, sourceType('fine'))
  writePlugin(folder, 'future', { api: '^2.0.0' }, '')
  writePlugin(folder, 'sad', {}, "throw new Error('no luck')")
  writePlugin(folder, 'tired', {}, '')
  const { site } = await makeOpenSite(t, { pluginFolders: [folder] })
  await disablePlugin(site, system, { name: 'tired' })
  t.match(await listPlugins(site, system), [
    { name: 'fine', version: '1.0.0', runtime: 'trusted', state: 'enabled', reason: undefined },
    { name: 'future', state: 'incompatible', reason: /"api" should include/ },
    { name: 'sad', state: 'failed', reason: /no luck/ },
    { name: 'tired', state: 'disabled', reason: undefined },
  ])
})

t.test('two plugins may call parts of their own the same', async t => {
  const folder = makePluginFolder(t)
  const route = { id: 'vote', method: 'GET', path: '/', for: 'everyone' }
  for (const name of ['ash', 'elm'])
    writePlugin(folder, name, { runtime: 'trusted', contributes: { routes: [route] } }, `host.route('vote', () => ({ json: '${name}' }))`)
  const { site } = await makeOpenSite(t, { pluginFolders: [folder] })
  t.same([...site.registry.plugins.keys()].sort(), ['ash', 'elm'])
})
