import t from 'tap'
import { inTime } from '../../../core/plugin-health/in-time.ts'
import { applyFilter } from '../../../core/plugins/apply-filter.ts'
import { makeSite } from '../../../core/testing/make-site.ts'
import { filters, makePluginFolder, writePlugin } from './write-plugin.ts'

const draft = { authorId: 'ann', body: 'hello' }

t.test('filters change a value one after the other, in the order in which plugins start', async t => {
  const folder = makePluginFolder(t)
  writePlugin(folder, 'a', filters, `host.filter('entry.publishing', draft => ({ ...draft, body: draft.body + ' a' }))`)
  writePlugin(folder, 'b', filters, `host.filter('entry.publishing', async draft => ({ ...draft, body: draft.body + ' b' }))`)
  const site = await makeSite(t, { pluginFolders: [folder] })
  t.same(await applyFilter(site, 'entry.publishing', draft), { authorId: 'ann', body: 'hello a b' })
})

t.test('without filters a value is what it was', async t => {
  const site = await makeSite(t, { pluginFolders: [] })
  t.equal(await applyFilter(site, 'entry.publishing', draft), draft)
})

t.test('a filter that fails is skipped, and nothing of its half-done work is kept', async t => {
  const folder = makePluginFolder(t)
  const say = (name: string, work: string): void =>
    writePlugin(folder, name, filters, `host.filter('entry.publishing', draft => { ${work} })`)
  say('a-throws', `draft.body = 'half'; throw new Error('no')`)
  say('b-forgets', `draft.body = 'lost'`)
  say('c-garbles', `return { body: 7 }`)
  say('d-works', `return { ...draft, body: draft.body + '!' }`)
  const site = await makeSite(t, { pluginFolders: [folder] })
  t.same(await applyFilter(site, 'entry.publishing', draft), { authorId: 'ann', body: 'hello!' })
})

t.test('a filter may leave out imported entries, and cannot break them', async t => {
  const folder = makePluginFolder(t)
  writePlugin(folder, 'a', filters, `host.filter('entries.importing', batch => ({ ...batch, entries: [{ guid: 1 }] }))`)
  writePlugin(folder, 'b', filters, `host.filter('entries.importing', batch => ({ ...batch, entries: batch.entries.slice(1) }))`)
  const site = await makeSite(t, { pluginFolders: [folder] })
  const entries = ['one', 'two'].map(guid => ({ guid, tags: [], media: [] }))
  t.same(await applyFilter(site, 'entries.importing', { authorId: 'ann', sourceId: 's', entries }), {
    authorId: 'ann',
    sourceId: 's',
    entries: entries.slice(1),
  })
})

t.test('nobody waits longer than five seconds for a filter', async t => {
  const folder = makePluginFolder(t)
  writePlugin(folder, 'slow', filters, `host.filter('entry.publishing', () => new Promise(() => {}))`)
  const site = await makeSite(t, { pluginFolders: [folder] })
  const began = Date.now()
  t.equal(await applyFilter(site, 'entry.publishing', draft), draft)
  t.ok(Date.now() - began < 8000)
})

t.test('work that takes too long is given up, work that fails is passed on', async t => {
  t.equal(await inTime(1000, () => 'done'), 'done')
  await t.rejects(
    inTime(1000, () => {
      throw new Error('no')
    }),
    { message: 'no' },
  )
  await t.rejects(
    inTime(20, () => new Promise(() => {})),
    { message: 'It took more than 0.02 seconds.' },
  )
})
