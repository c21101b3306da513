import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { capabilities } from '../../../core/plugin-contract/capabilities.ts'
import schema from '../../../core/plugin-contract/plugin.schema.json' with { type: 'json' }
import { makeSite, root } from '../../../core/testing/make-site.ts'
import type jsonfeed from '../../../docs/examples/jsonfeed/index.ts'
import type polls from '../../../docs/examples/polls/index.ts'

const examples = join(root, 'docs/examples')
const guide = readFileSync(join(root, 'docs/plugins.md'), 'utf8')

/** The type check reads the examples with the rest. */
export type Example = typeof jsonfeed | typeof polls

t.test('the example of the guide works', async t => {
  const site = await makeSite(t, { pluginFolders: [examples] })
  const type = site.registry.sourceTypes.get('jsonfeed')!.thing
  const feed = { title: 'Bread', home_page_url: 'https://bread.example/', items: [{ id: '1', title: 'Rye', content_html: '<p>Rye</p>' }] }
  const outside = {
    services: [],
    work: () => Promise.reject(new Error('not used')),
    fetch: async (url: string) => ({ url, status: 200, headers: { etag: '"1"' }, body: Buffer.from(JSON.stringify(feed)) }),
  }
  t.match(await type.discover('https://bread.example/feed.json', outside), [{ type: 'jsonfeed', title: 'Bread' }])
  const entries = [{ guid: '1', title: 'Rye', html: '<p>Rye</p>', tags: [], media: [] }]
  t.match(await type.fetch({ url: 'https://bread.example/feed.json' }, outside), { outcome: 'ok', etag: '"1"', feed: { entries } })
})

t.test('the guide shows the example as it is', async t => {
  for (const file of readdirSync(join(examples, 'jsonfeed'))) {
    const text = readFileSync(join(examples, 'jsonfeed', file), 'utf8')
    if (!file.startsWith('read-')) t.ok(guide.includes(text.trim()), file)
  }
})

t.test('the guide shows parts of the sandboxed example as they are', async t => {
  for (const file of ['index.ts', 'vote.ts']) t.ok(guide.includes(readFileSync(join(examples, 'polls', file), 'utf8').trim()), file)
})

t.test('the guide names every key and every capability', async t => {
  for (const key of Object.keys(schema.properties)) if (key !== 'runtime' && key !== '$schema') t.match(guide, `\`${key}\``)
  t.same(schema.properties.capabilities.items.properties.id.enum, Object.keys(capabilities))
  for (const capability of Object.keys(capabilities)) t.match(guide, `| \`${capability}\` |`)
})
