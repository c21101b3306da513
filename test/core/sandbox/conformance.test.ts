import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import t from 'tap'
import { system } from '../../../core/actor.ts'
import { disablePlugin } from '../../../core/plugins/disable-plugin.ts'
import { listPlugins } from '../../../core/plugins/list-plugins.ts'
import { OutsideError, type OutsideFetch } from '../../../core/sources/source-type.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeOpenSite, root } from '../../../core/testing/make-site.ts'
import { makePluginFolder, writePlugin } from '../plugins/write-plugin.ts'
import { hookFixtures } from './hook-fixtures.ts'

/** One plugin with all fixtures in it, the same file in both runtimes. */
const code = `import type { Plugin } from 'core/api'
import { OutsideError, ProblemReading } from 'core/api'
let noted: unknown[] = []
const note = (value: unknown) => { noted.push(value) }
export default {
  async activate(host) {
    globalThis.all = host
    const calls: Record<string, (...values: never[]) => unknown> = { notes: () => noted.splice(0) }
${hookFixtures.map(({ activate }) => `    {\n      ${activate}\n    }`).join('\n')}
    host.provide('all', calls)
  },
  async selfTest(host) { if (host.plugin.name !== 'all') throw new Error('not me') },
  deactivate() { globalThis.all.log.info('goodbye') },
} satisfies Plugin
`

const friend = `host.provide('friend', { greet: async name => 'Hello ' + name, nested: async value => value, fails: async () => { throw new Error('friend is tired') } })`
const asker = `const all = host.use('all'); host.provide('asker', { ask: name => all.ask(name), fails: () => all.fails() })`

function manifest(): Record<string, unknown> {
  const all = hookFixtures.map(fixture => fixture.manifest ?? {})
  const contributes: Record<string, unknown[]> = {}
  for (const [key, list] of all.flatMap(one => Object.entries(one.contributes ?? {})))
    contributes[key] = [...(contributes[key] ?? []), ...list]
  const merge = (key: 'settings' | 'memberSettings') => ({
    type: 'object',
    properties: Object.assign({}, ...all.map(one => one[key] ?? {})),
  })
  return {
    capabilities: all.flatMap(one => one.capabilities ?? []),
    collections: Object.assign({}, ...all.map(one => one.collections ?? {})),
    contributes,
    settings: merge('settings'),
    memberSettings: merge('memberSettings'),
    requires: ['friend'],
  }
}

for (const runtime of ['trusted', 'sandbox'] as const) {
  const other = runtime === 'trusted' ? 'sandbox' : 'trusted'

  t.test(`every hook, ${runtime}`, async t => {
    // A trusted plugin finds core/api as it does in the folder of the site.
    const folder = join(makePluginFolder(t), 'plugins')
    mkdirSync(folder)
    symlinkSync(join(root, 'node_modules'), join(folder, '../node_modules'))
    const templates = Object.fromEntries(['list', 'foot', 'poll'].map(name => [`templates/all-${name}.hbs`, '']))
    writePlugin(folder, 'all', { runtime, ...manifest() }, '', { 'index.ts': code, ...templates })
    writePlugin(folder, 'friend', { runtime: other }, friend)
    writePlugin(folder, 'asker', { runtime: other, requires: ['all'] }, asker)
    const lines: Record<string, unknown>[] = []
    const log = pino({ serializers: { error: pino.stdSerializers.err } }, { write: line => lines.push(JSON.parse(line)) })
    const asked: string[] = []
    const fetch: OutsideFetch = async url => {
      asked.push(url)
      if (url.includes('down.')) throw new OutsideError('too-slow', 'down.example is slow.')
      const body = url.includes('empty.') ? new Uint8Array() : Buffer.from('ünï.')
      return { url, status: 200, headers: { 'content-type': 'text/plain' }, body }
    }
    const opened = await makeOpenSite(t, { pluginFolders: [folder], log, fetch })
    const { id } = await makeMember(opened.site, 'ann')
    const member = { id, handle: 'ann', name: 'Ann', joinedAt: '2026-11-01T12:00:00.000Z' }
    const states = (await listPlugins(opened.site, system)).map(({ name, state, reason }) => [name, state, reason])
    t.same(
      states.map(state => state.slice(0, 2)),
      ['all', 'asker', 'friend'].map(name => [name, 'enabled']),
      JSON.stringify(states),
    )
    const { notes } = opened.site.registry.provided.get('all')!.thing as { notes(): Promise<unknown[]> }

    for (const { hook, check } of hookFixtures) await t.test(hook, t => check(t, { opened, member, notes, lines, asked }))

    await disablePlugin(opened.site, system, { name: 'all' })
    await opened.refresh()
    t.match(
      lines.find(line => line.msg === 'goodbye'),
      { plugin: 'all' },
      'deactivate',
    )
    t.equal(
      opened.site.registry.filters.size + opened.site.registry.routes.length + opened.site.registry.provided.size,
      1,
      'only the friend is left',
    )
  })
}
