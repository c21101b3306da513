import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import type { OpenSite } from '../../../core/open-site.ts'
import { makeOpenSite } from '../../../core/testing/make-site.ts'
import { listens, makePluginFolder, note, takeNotes, writePlugin } from './write-plugin.ts'

t.beforeEach(() => {
  takeNotes()
})

const ticks = { contributes: { timers: [{ name: 'tick', seconds: 1 }] } }

async function like(site: OpenSite['site'], ...entryIds: string[]): Promise<void> {
  await site.db.transaction(async trx => {
    for (const entryId of entryIds) await site.announce(trx, 'like.added', { entryId, memberId: 'ann', at: site.now().toISOString() })
  })
}

t.test('a plugin hears of what was committed, and only of that', async t => {
  const folder = makePluginFolder(t)
  writePlugin(folder, 'ears', listens, `host.on('like.added', ({ entryId }, event) => { ${note('[entryId, event.name]')} })`)
  const { site, outbox } = await makeOpenSite(t, { pluginFolders: [folder] })
  await like(site, 'one')
  await site.db
    .transaction(async trx => {
      await site.announce(trx, 'like.added', { entryId: 'two', memberId: 'ann', at: '' })
      throw new Error('changed my mind')
    })
    .catch(() => {})
  await outbox.drained()
  t.same(takeNotes(), [['one', 'like.added']])
})

t.test('every listener has a name of its own', async t => {
  const folder = makePluginFolder(t)
  const twice = `host.on('like.added', () => {}); host.on('like.added', () => {}); host.on('like.removed', () => {})`
  writePlugin(folder, 'ears', listens, twice)
  writePlugin(folder, 'more', listens, `host.on('like.added', () => {})`)
  const { plugins } = await makeOpenSite(t, { pluginFolders: [folder] })
  const names = ['plugin:ears:like.added', 'plugin:ears:like.added:2', 'plugin:more:like.added', 'plugin:ears:like.removed']
  t.same(
    plugins.eventListeners().map(listener => listener.name),
    names,
  )
})

t.test('an event that a listener could not handle comes again, and the others do not wait for it', async t => {
  const folder = makePluginFolder(t)
  const once = `host.on('like.added', ({ entryId }) => {
    ${note('entryId')}
    if (entryId === 'two' && !globalThis.secondTime) { globalThis.secondTime = true; throw new Error('not now') }
  })`
  writePlugin(folder, 'ears', listens, once)
  const { site, outbox } = await makeOpenSite(t, { pluginFolders: [folder] })
  await like(site, 'one', 'two', 'three')
  await outbox.drained()
  await site.jobs.drained()
  t.same(takeNotes(), ['one', 'two', 'three', 'two'], 'only the one that failed')
  t.same(await site.jobs.waiting(), { waiting: 0, failed: 0 })
})

t.test('a listener that throws disturbs neither the core nor other plugins', async t => {
  const folder = makePluginFolder(t)
  writePlugin(folder, 'a-loud', listens, `host.on('like.added', () => { throw new Error('no') })`)
  writePlugin(folder, 'b-calm', listens, `host.on('like.added', async ({ entryId }) => { ${note('entryId')} })`)
  const { site, outbox } = await makeOpenSite(t, { pluginFolders: [folder] })
  await like(site, 'one')
  await outbox.drained()
  t.same(takeNotes(), ['one'])
  await site.jobs.drained()
  t.match(await site.jobs.waiting(), { waiting: 1 })
})

t.test('timers run while the site serves, one at a time, and survive their own failures', async t => {
  const folder = makePluginFolder(t)
  writePlugin(folder, 'clock', ticks, `host.timer('tick', async () => { ${note("'tick'")}; throw new Error('spring') })`)
  const { plugins } = await makeOpenSite(t, { pluginFolders: [folder] })
  await sleep(1300)
  t.same(takeNotes(), [], 'a command does not start the work of plugins')
  plugins.startTimers()
  await sleep(2400)
  t.same(takeNotes(), ['tick', 'tick'])
})

t.test('timers have names, and are declared', async t => {
  const folder = makePluginFolder(t)
  writePlugin(folder, 'sly', {}, `host.timer('tick', () => {})`)
  writePlugin(folder, 'twice', ticks, `host.timer('tick', () => {}); host.timer('tick', () => {})`)
  writePlugin(folder, 'unwound', ticks, '')
  const { site } = await makeOpenSite(t, { pluginFolders: [folder] })
  t.match(await site.db('plugin_states').select('problem').orderBy('name'), [
    { problem: 'host.timer("tick", …) needs "tick" in "contributes.timers" of plugin.json; it has none.' },
    { problem: 'The timer "tick" of the plugin "twice" is registered by the plugin "twice" already.' },
    { problem: 'plugin.json declares the timer "tick", but activate does not register it.' },
  ])
})
