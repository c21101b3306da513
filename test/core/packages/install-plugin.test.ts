import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { listAudit } from '../../../core/actions/audit-log.ts'
import { system } from '../../../core/actor.ts'
import { approvePackage } from '../../../core/packages/approve-package.ts'
import { installPlugin, updatePlugin } from '../../../core/packages/install-plugin.ts'
import { lockFile, readLock } from '../../../core/packages/lock-file.ts'
import { packageFolder } from '../../../core/packages/package-store.ts'
import { removePlugin } from '../../../core/packages/remove-plugin.ts'
import { rollbackPlugin, rollbackPluginAction } from '../../../core/packages/rollback-plugin.ts'
import { stagePackage } from '../../../core/packages/stage-package.ts'
import { listPlugins } from '../../../core/plugins/list-plugins.ts'
import type { Site } from '../../../core/site.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeOpenSite } from '../../../core/testing/make-site.ts'
import { makePluginFolder, sources, sourceType } from '../plugins/write-plugin.ts'
import { makePackage, makePublisher } from './make-package.ts'

async function put(site: Site, bytes: Buffer, verb: typeof installPlugin | typeof updatePlugin = installPlugin) {
  const { name, id } = await stagePackage(site, system, bytes)
  return verb(site, system, { name, package: id })
}

async function stateOf(site: Site, name: string) {
  return (await listPlugins(site, system)).find(plugin => plugin.name === name)
}

t.test('a package is installed, updated, taken back and removed on a running site', async t => {
  const { site } = await makeOpenSite(t)
  const folder = makePluginFolder(t)
  const { pem } = makePublisher()
  const table = (name: string) =>
    `export async function up(knex) { await knex.schema.createTable('${name}', table => { table.string('id', 36) }) }`
  const one = await makePackage(folder, 'polls', sources, {
    pem,
    activate: sourceType('one'),
    files: {
      'migrations/20260101_create.ts': table('polls_votes'),
      'templates/polls-a.hbs': 'hello',
      'test/a.test.ts': 'no',
      'README.md': '# Polls',
    },
  })
  const two = await makePackage(folder, 'polls', { ...sources, version: '1.1.0' }, { pem, activate: sourceType('two') })

  t.match(await put(site, one), { summary: 'The plugin polls 1.0.0 is installed.', result: { state: 'enabled' } })
  t.ok(site.registry.sourceTypes.has('one'))
  t.match(await stateOf(site, 'polls'), { version: '1.0.0', state: 'enabled' })
  await t.rejects(put(site, one), { code: 'conflict', message: /is installed already/ })

  const updated = await put(site, two, updatePlugin)
  t.match(updated.changes[0], { path: 'plugins.polls.version', before: '1.0.0', after: '1.1.0' })
  t.ok(site.registry.sourceTypes.has('two'))
  t.notOk(site.registry.sourceTypes.has('one'))
  await t.rejects(put(site, one, updatePlugin), { message: /older than 1\.1\.0/ })

  t.equal(await rollbackPlugin(site, 'polls', 'Its self-test failed.'), '1.0.0')
  await site.refresh()
  t.ok(site.registry.sourceTypes.has('one'))
  t.match(await site.db('plugin_packages').where({ name: 'polls' }).first(), { version: '1.0.0', returnedFrom: '1.1.0' })
  t.match((await listAudit(site, system))[0]?.summary, /went back from 1\.1\.0 to 1\.0\.0\. .*self-test failed/)
  t.equal(await rollbackPlugin(site, 'polls', 'This one fails as well.'), undefined, 'not to what failed before')
  await t.rejects(rollbackPluginAction(site, system, { name: 'polls' }), { message: /no earlier version/ })
  await rollbackPluginAction(site, system, { name: 'polls', package: '1.1.0' })
  await site.refresh()
  t.ok(site.registry.sourceTypes.has('two'))

  await removePlugin(site, system, { name: 'polls', data: 'keep' })
  t.equal(await stateOf(site, 'polls'), undefined)
  t.ok(await site.db.schema.hasTable('polls_votes'))
  await t.rejects(put(site, one), { message: /older than 1\.1\.0/ }, 'also after it was removed')
  await put(site, await makePackage(folder, 'polls', { ...sources, version: '1.2.0' }, { pem, activate: sourceType('three') }))
  await removePlugin(site, system, { name: 'polls', data: 'delete' })
  t.notOk(await site.db.schema.hasTable('polls_votes'))
  t.same(readLock(site.config.dataDir), { plugins: {} })
  await t.rejects(removePlugin(site, system, { name: 'polls', data: 'keep' }), { code: 'plugin-not-found' })
  await t.rejects(removePlugin(site, system, { name: 'feeds', data: 'keep' }), { message: /lies in plugins\// })
})

t.test('a plugin stays with its publisher', async t => {
  const { site } = await makeOpenSite(t)
  const folder = makePluginFolder(t)
  const [ann, eve, next] = [makePublisher(), makePublisher(), makePublisher()]
  const at = (version: string, keys: { pem?: string; oldPem?: string }) => makePackage(folder, 'polls', { version }, keys)
  await put(site, await at('1.0.0', {}))
  await put(site, await at('1.0.1', { pem: ann.pem }), updatePlugin)
  await t.rejects(put(site, await at('1.1.0', { pem: eve.pem }), updatePlugin), { message: /not from the same publisher/ })
  await t.rejects(put(site, await at('1.1.0', {}), updatePlugin), { message: /signed by nobody/ })
  await t.rejects(put(site, await at('1.1.0', { pem: eve.pem, oldPem: next.pem }), updatePlugin), { message: /not from the same/ })
  await put(site, await at('1.2.0', { pem: next.pem, oldPem: ann.pem }), updatePlugin)
  t.equal(readLock(site.config.dataDir).plugins.polls?.publisher, next.key)
  await t.rejects(put(site, await at('1.3.0', { pem: ann.pem }), updatePlugin), { message: /not from the same/ }, 'the old key is done')
})

t.test('what was changed on disk or in the database does not run, and says what differs', async t => {
  const { site, refresh } = await makeOpenSite(t)
  const { dataDir } = site.config
  const folder = makePluginFolder(t)
  await put(site, await makePackage(folder, 'polls', sources, { activate: sourceType('one'), files: { 'README.md': 'x' } }))
  const { id, files } = readLock(dataDir).plugins.polls!.active!
  t.same(Object.keys(files).sort(), ['CHECKSUMS', 'README.md', 'index.js', 'plugin.json'])
  const place = packageFolder(site.config, 'polls', id)
  const lock = readFileSync(lockFile(dataDir), 'utf8')
  const original = readFileSync(join(place, 'index.js'))
  const restart = async () => {
    await site.db.transaction(trx => trx('versions').where({ name: 'plugins' }).increment('version', 1))
    await site.db.transaction(trx =>
      trx('plugin_states').insert({ name: 'polls', disabledAt: 'now', updatedAt: 'now' }).onConflict('name').merge(),
    )
    await refresh()
    await site.db.transaction(trx => trx('versions').where({ name: 'plugins' }).increment('version', 1))
    await site.db.transaction(trx => trx('plugin_states').where({ name: 'polls' }).update({ disabledAt: null }))
    await refresh()
    return stateOf(site, 'polls')
  }
  const rewrite = (path: string, bytes: Buffer | string) => {
    rmSync(path)
    writeFileSync(path, bytes)
  }

  rewrite(join(place, 'index.js'), `${original}// `)
  t.match(await restart(), { state: 'failed', reason: /"index\.js" was changed.*Install it again/ })
  t.notOk(site.registry.sourceTypes.has('one'))
  rewrite(join(place, 'index.js'), original)
  writeFileSync(join(place, 'more.js'), '')
  t.match(await restart(), { state: 'failed', reason: /"more\.js" does not belong/ })
  rmSync(join(place, 'more.js'))
  rmSync(join(place, 'README.md'))
  t.match(await restart(), { state: 'failed', reason: /"README\.md" is missing/ })
  writeFileSync(join(place, 'README.md'), 'x')
  t.match(await restart(), { state: 'enabled' })

  rewrite(lockFile(dataDir), lock.replace('"from": "file"', '"from": "me"'))
  t.match(await restart(), { state: 'failed', reason: /was not written by this site/ })
  t.notOk(site.registry.sourceTypes.has('one'))
  rewrite(lockFile(dataDir), lock)
  appendFileSync(join(dataDir, 'keys/plugins'), 'x')
  t.match(await restart(), { state: 'failed' })
  rmSync(join(dataDir, 'keys/plugins'))
  t.match(await restart(), { state: 'failed' })
  t.notOk(existsSync(join(dataDir, 'keys/plugins')))

  await site.db.transaction(trx =>
    trx('plugin_packages').insert({
      name: 'evil',
      version: '1.0.0',
      package: '1.0.0-000000000000',
      capabilities: '[]',
      source: 'file',
      installedAt: '',
    }),
  )
  t.equal(await stateOf(site, 'evil'), undefined, 'a row makes nothing run')
})

t.test('in the browser it takes the permission, a password, a signature and a sandbox', async t => {
  const { site } = await makeOpenSite(t, { env: { PLUGINS_INSTALL_TRUSTED: 'on' } })
  const folder = makePluginFolder(t)
  const { pem } = makePublisher()
  const rita = await makeMember(site, 'rita', { role: 'admin', password: 'correct horse' })
  const bob = await makeMember(site, 'bob')
  const bytes = await makePackage(folder, 'polls', {}, { pem })
  await t.rejects(stagePackage(site, bob, bytes), { code: 'forbidden' })
  const { name, id } = await stagePackage(site, rita, bytes)
  await t.rejects(installPlugin(site, bob, { name, package: id }), { code: 'forbidden' })
  await t.rejects(installPlugin(site, rita, { name, package: id }), { message: /needs your password/ })
  await t.rejects(approvePackage(site, rita, { name, id, password: 'wrong' }), { message: /not your password/ })
  const approval = await approvePackage(site, rita, { name, id, password: 'correct horse' })
  const ursa = await makeMember(site, 'ursa', { role: 'admin' })
  await t.rejects(installPlugin(site, ursa, { name, package: id, approval }), { message: /needs your password/ }, 'of somebody else')
  t.match(await installPlugin(site, rita, { name, package: id, approval }), { ok: true })
  const unsigned = await stagePackage(site, rita, await makePackage(folder, 'plain', {}))
  await t.rejects(installPlugin(site, rita, { name: 'plain', package: unsigned.id }), { message: /Nobody signed it/ })

  const closed = await makeOpenSite(t, { env: { PLUGINS_INSTALL: 'off' } })
  const ruth = await makeMember(closed.site, 'ruth', { role: 'admin' })
  await t.rejects(stagePackage(closed.site, ruth, bytes), { message: /switched off/ })
  const byDefault = await makeOpenSite(t)
  const staged = await stagePackage(byDefault.site, system, bytes)
  const rosa = await makeMember(byDefault.site, 'rosa', { role: 'admin' })
  await t.rejects(installPlugin(byDefault.site, rosa, { name, package: staged.id }), { message: /only be installed on the machine/ })
})
