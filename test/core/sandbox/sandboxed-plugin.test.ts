import t from 'tap'
import { system } from '../../../core/actor.ts'
import { applyFilter } from '../../../core/plugins/apply-filter.ts'
import { listPlugins } from '../../../core/plugins/list-plugins.ts'
import { makeOpenSite } from '../../../core/testing/make-site.ts'
import { filters, listens, makePluginFolder, writePlugin } from '../plugins/write-plugin.ts'

const capabilities = [...filters.capabilities, ...listens.capabilities]

t.test('a sandboxed plugin filters and listens on a real site', async t => {
  const folder = makePluginFolder(t)
  const activate = `
    let heard = 0
    host.filter('entry.publishing', draft => ({ ...draft, body: mend(draft.body) + ' ' + heard }))
    host.on('like.added', async ({ entryId }, event) => { heard += 1 })`
  writePlugin(folder, 'boxed', { runtime: 'sandbox', capabilities }, '', {
    'index.ts': `import type { Plugin } from 'core/api'\nimport { mend } from './mend.ts'\nexport default { activate(host) { ${activate} } } satisfies Plugin`,
    'mend.ts': `export function mend(text: string): string { return text.replaceAll('(c)', '©') }`,
  })
  const { site, outbox } = await makeOpenSite(t, { pluginFolders: [folder] })
  t.match(await listPlugins(site, system), [{ name: 'boxed', runtime: 'sandbox', state: 'enabled' }])
  await site.db.transaction(trx => site.announce(trx, 'like.added', { entryId: 'one', memberId: 'ann', at: '' }))
  await outbox.drained()
  t.same(await applyFilter(site, 'entry.publishing', { authorId: 'ann', body: '(c) 🐕' }), { authorId: 'ann', body: '© 🐕 1' })
})

t.test('switched on and off again and again it leaves no worker behind', async t => {
  const folder = makePluginFolder(t)
  writePlugin(folder, 'boxed', { runtime: 'sandbox', capabilities }, `host.filter('entry.publishing', draft => draft)`)
  const { site, refresh } = await makeOpenSite(t, { pluginFolders: [folder] })
  const handles = () => process.getActiveResourcesInfo().filter(name => /Worker|MessagePort/.test(name)).length
  const turn = async (action: 'plugin.enable' | 'plugin.disable') => {
    await site.act(system, action, { name: 'boxed' })
    await refresh()
  }
  await turn('plugin.disable')
  const before = handles()
  for (let round = 0; round < 10; round++) {
    await turn('plugin.enable')
    t.equal(site.registry.filters.size, 1)
    await turn('plugin.disable')
  }
  t.equal(handles(), before)
})
