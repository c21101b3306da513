import t from 'tap'
import { importEntries } from '../../../core/entries/import-entry.ts'
import { originOfSource } from '../../../core/entries/import-origin.ts'
import { publishEntry } from '../../../core/entries/publish-entry.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeOpenSite } from '../../../core/testing/make-site.ts'
import { makeSource } from '../../../core/testing/make-source.ts'
import { makePluginFolder, writePlugin } from './write-plugin.ts'

const all = {
  capabilities: [{ id: 'content:filter', filters: ['entry.checking', 'entry.publishing', 'entries.importing'], reason: 'For the test.' }],
}

t.test('what one plugin holds no other lets go, and the list says who held it', async t => {
  const folder = makePluginFolder(t)
  const hold = `draft => (/pills/.test(draft.body) ? { ...draft, hold: 'Pills.' } : draft)`
  writePlugin(folder, 'a-blind', all, `host.filter('entry.checking', draft => ({ ...draft, body: 'nothing to see' }))`)
  writePlugin(
    folder,
    'b-checks',
    all,
    `host.filter('entry.checking', ${hold})
    host.filter('entries.importing', batch => ({ ...batch, entries: batch.entries.map(entry => entry.guid === 'bad' ? { ...entry, hold: 'Bad.' } : entry) }))`,
  )
  writePlugin(
    folder,
    'c-frees',
    all,
    `host.filter('entry.checking', ({ hold, ...draft }) => draft)
    host.filter('entry.publishing', ({ hold, ...draft }) => draft)
    host.filter('entries.importing', batch => ({ ...batch, entries: batch.entries.map(({ hold, ...entry }) => entry) }))`,
  )
  writePlugin(
    folder,
    'd-strict',
    all,
    `host.filter('entry.publishing', draft => draft.body === 'early' ? { ...draft, hold: 'Early.' } : draft)`,
  )
  const { site } = await makeOpenSite(t, { pluginFolders: [folder] })
  const ann = await makeMember(site, 'ann')
  for (const body of ['hello', 'cheap pills', 'early']) await publishEntry(site, ann, { body, to: [], uploads: [] })
  const source = await makeSource(site, ann, { url: 'https://feeds.example/' })
  const entries = ['good', 'bad'].map(guid => ({ guid, title: guid, url: `https://feeds.example/${guid}`, tags: [], media: [] }))
  await importEntries(site, originOfSource(source), { format: 'rss', hubs: [], entries } as never, { first: false })
  const held: unknown[] = await site.db('held_entries').select('reason', 'heldBy').orderBy('reason')
  t.same(held, [
    { reason: 'Bad.', heldBy: 'b-checks' },
    { reason: 'Early.', heldBy: 'd-strict' },
    { reason: 'Pills.', heldBy: 'b-checks' },
  ])
})
