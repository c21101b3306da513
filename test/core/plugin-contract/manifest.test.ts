import t from 'tap'
import { parseManifest } from '../../../core/plugin-contract/manifest.ts'

const file = 'plugins/rss/plugin.json'
const good = { name: 'rss', title: 'RSS', description: 'Brings in feeds.', version: '1.2.3', api: '^1.0.0' }

function problemsOf(manifest: unknown): string[] {
  try {
    parseManifest(typeof manifest === 'string' ? manifest : JSON.stringify(manifest), file, 'rss')
    return []
  } catch (error) {
    return (error as Error).message.split('\n')
  }
}

t.test('a good manifest is read, with its defaults', async t => {
  const manifest = parseManifest(JSON.stringify(good), file, 'rss')
  t.match(manifest, { ...good, runtime: 'trusted', entry: 'index.ts', requires: [], provides: [], capabilities: [] })
  t.throws(() => manifest.requires && Object.assign(manifest, { name: 'other' }), 'nobody can change it')
})

t.test('what is wrong is said with file, key, what was expected and what is there', async t => {
  t.same(problemsOf({ ...good, api: 2 }), [`${file}: "api" should be a version range such as "^1.0.0", but is 2.`])
  t.same(problemsOf({ ...good, api: 'soon' }), [`${file}: "api" should be a version range such as "^1.0.0", but is "soon".`])
  t.same(problemsOf({ ...good, version: '1' }), [`${file}: "version" should be a version such as "1.0.0", but is "1".`])
  t.same(problemsOf({ ...good, title: undefined }), [`${file}: "title" should be a name for people, 1 to 60 characters, but is missing.`])
  t.same(problemsOf({ ...good, runtime: 'moon' }), [`${file}: "runtime" should be "trusted", "sandbox" or "declarative", but is "moon".`])
  t.same(problemsOf({ ...good, entry: '../x.ts' }), [
    `${file}: "entry" should be a file in the plugin's folder such as "index.ts", but is "../x.ts".`,
  ])
  t.same(problemsOf({ ...good, requires: ['a', 'a'] }), [`${file}: "requires" should be a list of names, each once, but is ["a","a"].`])
  t.same(problemsOf([]), [`${file}: the file should be an object, but is [].`])
  t.match(problemsOf('{ "name": '), [/^plugins\/rss\/plugin\.json: should be JSON, but cannot be read: /])
})

t.test('keys that nobody knows are errors, also further in', async t => {
  const inner = [{ id: 'sources:provide', reason: 'Why not.', when: 'now' }]
  t.match(problemsOf({ ...good, core: '^1.0.0' }), [/"core" is not a key that a plugin has; expected one of name, title, /])
  t.match(problemsOf({ ...good, capabilities: inner }), [
    /"capabilities\.0\.when" is not a key that a plugin has; expected one of id, reason, events, /,
  ])
})

t.test('all problems are listed at once', async t => {
  t.equal(problemsOf({ ...good, api: 2, version: 3, colour: 'red', capabilities: [{ id: 'everything' }] }).length, 5)
})

t.test('the name is the name of the folder, and never "core"', async t => {
  t.same(problemsOf({ ...good, name: 'atom' }), [`${file}: "name" should be "rss", the name of its folder, but is "atom".`])
  t.match(problemsOf({ ...good, name: 'core' }), [/"name" should be 1 to 40 small letters, digits and hyphens, not "core", but is "core"/])
})

t.test('a plugin for another major version of the site is refused', async t => {
  t.match(problemsOf({ ...good, api: '^2.0.0' }), [/"api" should include 1\.\d+\.\d+, the version of this site, but is "\^2\.0\.0"\./])
})
