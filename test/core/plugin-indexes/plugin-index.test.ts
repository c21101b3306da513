import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { system } from '../../../core/actor.ts'
import { installPlugin, updatePlugin } from '../../../core/packages/install-plugin.ts'
import { rollbackPluginAction } from '../../../core/packages/rollback-plugin.ts'
import { buildIndex, checkIndex, revokeVersion, signIndex } from '../../../core/plugin-indexes/build-index.ts'
import { fetchPackage } from '../../../core/plugin-indexes/fetch-package.ts'
import { findOffers, findUpdates } from '../../../core/plugin-indexes/find-in-indexes.ts'
import { listIndexes } from '../../../core/plugin-indexes/index-cache.ts'
import { pluginAttention } from '../../../core/plugin-indexes/plugin-attention.ts'
import { refreshIndexes } from '../../../core/plugin-indexes/refresh-indexes.ts'
import { listPlugins } from '../../../core/plugins/list-plugins.ts'
import type { OutsideFetch } from '../../../core/sources/source-type.ts'
import { makeClock } from '../../../core/testing/make-clock.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeOpenSite, type Teardown } from '../../../core/testing/make-site.ts'
import { makePackage, makePublisher } from '../packages/make-package.ts'
import { makePluginFolder } from '../plugins/write-plugin.ts'

const url = 'https://plugins.example/list/index.json'

/** An index in a folder, and a way to it as a web server would give. */
async function setUp(t: Teardown) {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-index-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  mkdirSync(join(folder, 'packages'))
  const [keeper, publisher] = [makePublisher(), makePublisher()]
  const { now, tick } = makeClock()
  const add = async (version: string, name = 'polls') => {
    const bytes = await makePackage(
      makePluginFolder(t),
      name,
      { version, title: 'Polls', description: 'Asks people.' },
      { pem: publisher.pem },
    )
    writeFileSync(join(folder, `packages/${name}-${version}.tributary-plugin.zip`), bytes)
  }
  const publish = async () => {
    await buildIndex(folder, now())
    signIndex(folder, keeper.pem)
  }
  const fetch: OutsideFetch = async address => {
    try {
      const body = readFileSync(join(folder, address.replace('https://plugins.example/list/', '')))
      return { status: 200, headers: {}, body, url: address }
    } catch {
      return { status: 404, headers: {}, body: Buffer.alloc(0), url: address }
    }
  }
  const opened = await makeOpenSite(t, { now, fetch, env: { PLUGINS_INDEXES: `${url} ${keeper.key}` } })
  return { ...opened, folder, keeper, publisher, add, publish, tick, now }
}

t.test('a plugin of an index is found, installed, updated after a while, and stopped when it is taken back', async t => {
  const { site, folder, keeper, add, publish, tick, now } = await setUp(t)
  await add('1.0.0')
  await publish()
  t.same(await checkIndex(folder), [])
  await refreshIndexes(site)
  t.match(findOffers(site, 'asks'), [{ plugin: { name: 'polls' }, version: { version: '1.0.0' } }])
  t.same(findOffers(site, 'nothing like it'), [])
  const { name, id, from } = await fetchPackage(site, system, { name: 'polls' })
  await installPlugin(site, system, { name, package: id, from })
  t.match(await site.db('plugin_packages').first(), { source: url })

  await add('1.1.0')
  await publish()
  await refreshIndexes(site)
  t.same(findUpdates(site), [], 'an index is not asked again at once')
  tick(7 * 3_600_000)
  await refreshIndexes(site)
  t.match(findUpdates(site), [{ version: { version: '1.1.0' }, isSettled: false }])
  tick(48 * 3_600_000)
  t.match(findUpdates(site), [{ isSettled: true }])

  revokeVersion(folder, { name: 'polls', version: '1.0.0', reason: 'It loses votes.' }, now())
  signIndex(folder, keeper.pem)
  await refreshIndexes(site, { now: true })
  t.match(
    (await listPlugins(site, system)).find(plugin => plugin.name === 'polls'),
    { state: 'failed', reason: /taken back: It loses votes/ },
  )
  await t.rejects(fetchPackage(site, system, { name: 'polls', version: '1.0.0' }), { message: /It loses votes/ })
})

t.test('a version that failed here is not suggested again, and nobody goes back to it by mistake', async t => {
  const { site, add, publish } = await setUp(t)
  await add('1.0.0')
  await publish()
  await refreshIndexes(site)
  const first = await fetchPackage(site, system, { name: 'polls' })
  await installPlugin(site, system, { name: 'polls', package: first.id, from: first.from })
  await add('1.1.0')
  await publish()
  await refreshIndexes(site, { now: true })
  const rita = await makeMember(site, 'rita', { role: 'admin' })
  const suggested = async () => (await pluginAttention(site, rita)).filter(({ text }) => text.includes('newer versions')).length
  t.equal(await suggested(), 1)
  const second = await fetchPackage(site, system, { name: 'polls' })
  await updatePlugin(site, system, { name: 'polls', package: second.id, from: second.from })
  await rollbackPluginAction(site, system, { name: 'polls', why: 'Taken back by itself: It cannot count.' })

  t.match(findUpdates(site), [{ version: { version: '1.1.0' }, failed: /cannot count/, isSettled: false }])
  t.equal(await suggested(), 0)
  await t.rejects(rollbackPluginAction(site, system, { name: 'polls' }), { code: 'conflict', message: /no earlier version/ })
  await rollbackPluginAction(site, system, { name: 'polls', package: '1.1.0' })
  t.match(await site.db('plugin_packages').first(), { version: '1.1.0' })
})

t.test('what is not signed, older or not what was named is not taken', async t => {
  const { site, folder, keeper, add, publish, tick } = await setUp(t)
  await add('1.0.0')
  await buildIndex(folder, new Date())
  const problem = async () => {
    tick(7 * 3_600_000)
    await refreshIndexes(site)
    return listIndexes(site.config)[0]
  }
  t.match(await problem(), { problem: /signatures .* answer 404/, index: undefined })
  signIndex(folder, makePublisher().pem)
  t.match(await problem(), { problem: /not signed with a key that the configuration names/, index: undefined })
  t.equal(signIndex(folder, keeper.pem).length, 2, 'the signature of somebody else stays')
  const old = ['index.json', 'index.signatures.json'].map(file => [file, readFileSync(join(folder, file))] as const)
  await add('1.0.0', 'votes')
  await publish()
  t.match(await problem(), { problem: undefined, index: { plugins: { length: 2 } } })
  for (const [file, bytes] of old) writeFileSync(join(folder, file), bytes)
  t.match(await problem(), { problem: /older \(1\)/, index: { plugins: { length: 2 } } })

  writeFileSync(join(folder, 'packages/polls-1.0.0.tributary-plugin.zip'), await makePackage(makePluginFolder(t), 'polls', {}))
  await t.rejects(fetchPackage(site, system, { name: 'polls' }), { message: /not the package that the index names/ })
  await t.rejects(fetchPackage(site, system, { name: 'nothing' }), { code: 'plugin-in-the-indexes-not-found' })
  t.match(await checkIndex(folder), [/was changed since|is not in the index/])
  await t.rejects(buildIndex(folder, new Date()), { message: /published with other contents/ })
})
