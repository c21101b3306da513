import t from 'tap'
import { parseManifest } from '../../../core/plugin-contract/manifest.ts'
import type { FoundPlugin } from '../../../core/plugins/find-plugins.ts'
import { orderPlugins } from '../../../core/plugins/order-plugins.ts'

function plugin(name: string, requires: string[] = [], provides: string[] = []): FoundPlugin {
  const text = JSON.stringify({ name, title: name, description: name, version: '1.0.0', api: '^1.0.0', requires, provides })
  return { name, folder: name, manifest: parseManifest(text, 'plugin.json', name), source: 'folder', id: name }
}

function namesOf(plugins: FoundPlugin[]): string[] {
  return plugins.map(one => one.name)
}

t.test('a plugin starts after those it requires, by their name or by what they provide', async t => {
  const { ordered, problems } = orderPlugins([plugin('a', ['b', 'index']), plugin('b', ['c']), plugin('c'), plugin('d', [], ['index'])])
  t.same(namesOf(ordered), ['c', 'b', 'd', 'a'])
  t.equal(problems.size, 0)
})

t.test('what is missing is named, and those that wait for it are left out too', async t => {
  const { ordered, problems } = orderPlugins([plugin('a', ['b']), plugin('b', ['search']), plugin('c')])
  t.same(namesOf(ordered), ['c'])
  t.equal(problems.get('b'), 'It requires "search", but no plugin here is or provides that.')
  t.equal(problems.get('a'), 'It requires "b", which cannot start.')
})

t.test('a circle is named by everybody who stands in it', async t => {
  const { ordered, problems } = orderPlugins([plugin('a', ['b']), plugin('b', ['c']), plugin('c', ['a']), plugin('d', ['a']), plugin('e')])
  t.same(namesOf(ordered), ['e'])
  const text = 'Plugins require each other in a circle: "a" → "b" → "c" → "a".'
  t.same(
    [...problems],
    [
      ['c', text],
      ['b', text],
      ['a', text],
      ['d', 'It requires "a", which cannot start.'],
    ],
  )
})

t.test('a plugin cannot require one that is switched off, and is told how to mend that', async t => {
  const { ordered, problems } = orderPlugins([plugin('a', ['index']), plugin('b', [], ['index'])], new Set(['b']))
  t.same(namesOf(ordered), [])
  t.match(problems.get('a'), /It requires "index", but the plugin "b" is switched off\. .*npx tributary plugin enable b/)
})

t.test('of two plugins that provide the same, the second is left out while the first is on', async t => {
  const both = [plugin('a', [], ['index']), plugin('b', [], ['index']), plugin('c', ['index'])]
  const { ordered, problems } = orderPlugins(both)
  t.same(namesOf(ordered), ['a', 'c'])
  t.equal(problems.get('b'), 'It provides "index", but so does the plugin "a". Switch one of them off.')
  t.same(namesOf(orderPlugins(both, new Set(['a'])).ordered), ['b', 'c'])
})
