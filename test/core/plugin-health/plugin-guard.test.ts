import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { listAudit } from '../../../core/actions/audit-log.ts'
import { system } from '../../../core/actor.ts'
import { publishEntry } from '../../../core/entries/publish-entry.ts'
import { Breaker } from '../../../core/plugin-health/breaker.ts'
import { applyFilter } from '../../../core/plugins/apply-filter.ts'
import { listPlugins } from '../../../core/plugins/list-plugins.ts'
import { makeClock } from '../../../core/testing/make-clock.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeOpenSite, root } from '../../../core/testing/make-site.ts'
import { filters, makePluginFolder, note, takeNotes, writePlugin } from '../plugins/write-plugin.ts'

const minute = 60_000
const draft = { authorId: 'ann', body: 'Low water' }

t.test('five failures in a minute give a pause of half a minute, three pauses in an hour are the end', async t => {
  const breaker = new Breaker()
  const fail = (from: number) => [0, 1, 2, 3, 4].map(step => breaker.fail(from + step)).at(-1)
  t.equal(fail(0), 'opened')
  t.ok(breaker.isOpen(20_000))
  t.notOk(breaker.isOpen(31_000))
  t.equal(breaker.fail(10_000), 'counted', 'what comes in late is not counted while it is open')
  t.equal(fail(2 * minute), 'opened')
  for (const at of [4, 4.5, 5.1, 5.7, 6.3]) t.equal(breaker.fail(at * minute), 'counted', 'slower than that is not too often')
  t.equal(fail(61 * minute), 'opened', 'the first pause is more than an hour ago')
  t.equal(fail(61.9 * minute), 'ended')
})

t.test('a plugin that fails again and again is paused, then switched off with its reason, and the site goes on', async t => {
  const { now, tick } = makeClock()
  const folder = makePluginFolder(t)
  const fails = `host.filter('entry.publishing', draft => { ${note("'asked'")}; throw new Error('no ink') })`
  writePlugin(folder, 'sour', filters, fails)
  writePlugin(folder, 'sweet', filters, `host.filter('entry.publishing', draft => ({ ...draft, body: draft.body + '!' }))`)
  const { site } = await makeOpenSite(t, { pluginFolders: [folder], now })
  takeNotes()
  for (let round = 0; round < 8; round++) t.match(await applyFilter(site, 'entry.publishing', draft), { body: 'Low water!' })
  t.equal(takeNotes().length, 5, 'then it is not asked any more')
  t.match(await listPlugins(site, system), [{ name: 'sour', state: 'enabled' }, { name: 'sweet' }])
  for (let opening = 0; opening < 2; opening++) {
    tick(31_000)
    for (let round = 0; round < 5; round++) await applyFilter(site, 'entry.publishing', draft)
  }
  const settled = async () => {
    for (let wait = 0; wait < 200 && site.registry.filters.get('entry.publishing')?.length !== 1; wait++)
      await new Promise(resolve => setTimeout(resolve, 10))
  }
  await settled()
  t.match(await listPlugins(site, system), [
    { name: 'sour', state: 'quarantined', reason: /failed too often, the last time at the filter entry\.publishing: no ink/ },
    { name: 'sweet', state: 'enabled' },
  ])
  t.match(await listAudit(site, system), [{ action: 'plugin.quarantine', actorKind: 'system' }])
  t.match(await applyFilter(site, 'entry.publishing', draft), { body: 'Low water!' })
  await site.refresh()
  t.match(await listPlugins(site, system), [{ state: 'quarantined', reason: /no ink/ }, {}], 'and it stays so')
  await site.act(system, 'plugin.enable', { name: 'sour' })
  t.match(await listPlugins(site, system), [{ state: 'enabled' }, {}])
})

t.test('an enrichment that fails is skipped, a check that fails holds the entry for review', async t => {
  const folder = makePluginFolder(t)
  const both = { capabilities: [{ id: 'content:filter', filters: ['entry.checking', 'entry.publishing'], reason: 'For the test.' }] }
  writePlugin(
    folder,
    'spam',
    both,
    `host.filter('entry.checking', draft => { if (draft.body === 'crash') throw new Error('no model')
    return draft.body === 'buy now' ? { ...draft, hold: 'It looks like an advertisement.' } : draft })`,
  )
  const { site } = await makeOpenSite(t, { pluginFolders: [folder] })
  const ann = await makeMember(site, 'ann')
  const publish = (body: string) => publishEntry(site, ann, { body, to: [], uploads: [] })
  const entries = [await publish('hello'), await publish('buy now'), await publish('crash')]
  const held: { entryId: string; reason: string }[] = await site.db('held_entries').select('entryId', 'reason').orderBy('entryId')
  t.same(held, [
    { entryId: entries[1]!.id, reason: 'It looks like an advertisement.' },
    { entryId: entries[2]!.id, reason: 'The plugin "spam" could not check it.' },
  ])
})

t.test('errors that a plugin leaves behind are named and do not end the process; others do', async t => {
  const folder = makePluginFolder(t)
  writePlugin(
    folder,
    'litter',
    filters,
    `
    setTimeout(() => { throw new Error('a timer of its own') }, 10)
    host.filter('entry.publishing', draft => { Promise.reject(new Error('a forgotten promise')); return draft })`,
  )
  const script = `
    const { makeLog } = await import(${JSON.stringify(new URL('../../../core/logs/make-log.ts', import.meta.url).href)})
    const { openSite } = await import(${JSON.stringify(new URL('../../../core/open-site.ts', import.meta.url).href)})
    const { loadConfig } = await import(${JSON.stringify(new URL('../../../core/config/load-config.ts', import.meta.url).href)})
    const { survivePlugins } = await import(${JSON.stringify(new URL('../../../core/plugin-health/survive-plugins.ts', import.meta.url).href)})
    const { applyFilter } = await import(${JSON.stringify(new URL('../../../core/plugins/apply-filter.ts', import.meta.url).href)})
    const config = loadConfig(${JSON.stringify(root)}, { DATA_DIR: ${JSON.stringify(join(folder, 'data'))} })
    const lines = []
    const log = makeLog({ log: { level: 'error' } }, { write: line => lines.push(JSON.parse(line)) })
    let opened
    let foreign = ''
    survivePlugins(() => opened?.plugins, error => { foreign = error.message })
    opened = await openSite(config, { log, pluginFolders: [${JSON.stringify(folder)}] })
    await applyFilter(opened.site, 'entry.publishing', { authorId: 'ann', body: 'x' })
    await new Promise(resolve => setTimeout(resolve, 100))
    Promise.reject(new Error('of the site itself'))
    await new Promise(resolve => setTimeout(resolve, 20))
    console.log(JSON.stringify({ foreign, blamed: lines.map(({ plugin, error }) => [plugin, error.message]).sort() }))
    await opened.close()`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { env: { PATH: process.env.PATH } })
  t.same(JSON.parse(stdout), {
    foreign: 'of the site itself',
    blamed: [
      ['litter', 'a forgotten promise'],
      ['litter', 'a timer of its own'],
    ],
  })
})
