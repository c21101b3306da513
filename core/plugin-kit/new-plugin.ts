import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { conflict, invalid } from '../errors.ts'
import type { Manifest } from '../plugin-contract/manifest.ts'

/** Writes a plugin to begin with, which does something that can be seen, with a test that passes. Returns the paths of its files. */
export function newPlugin(folder: string, name: string, runtime: Manifest['runtime']): string[] {
  if (!/^(?!core$)[a-z][a-z0-9-]{0,39}$/.test(name)) throw invalid({ name: 'Use 1 to 40 small letters, digits and hyphens.' })
  const place = join(folder, name)
  if (existsSync(place)) throw conflict(`There is a folder ${place} already.`)
  const files = runtime === 'declarative' ? declarative(name) : coded(name, runtime)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(place, path)), { recursive: true })
    writeFileSync(join(place, path), text)
  }
  return Object.keys(files).map(path => join(place, path))
}

function common(name: string, runtime: Manifest['runtime'], more: object): object {
  return {
    name,
    title: name[0]?.toUpperCase() + name.slice(1).replaceAll('-', ' '),
    description: 'Says in one sentence what it does.',
    version: '0.1.0',
    api: '^1.0.0',
    runtime,
    licence: 'AGPL-3.0-or-later',
    ...more,
  }
}

function coded(name: string, runtime: Manifest['runtime']): Record<string, string> {
  const manifest = common(name, runtime, {
    capabilities: [{ id: 'content:filter', filters: ['entry.publishing'], reason: 'Turns :wave: into a hand that waves.' }],
    settings: {
      type: 'object',
      properties: { sign: { type: 'string', title: 'Sign', description: 'What stands in place of :wave:.', default: '👋', maxLength: 20 } },
    },
  })
  return {
    'plugin.json': json(manifest),
    'index.ts': entry.join('\n'),
    'wave.ts': `/** Puts a sign in place of every :wave:. */
export function wave(text: string, sign: string): string {
  return text.replaceAll(':wave:', sign)
}
`,
    [`test/${name}.test.ts`]: `import { makePluginSite } from 'core/testing'
import t from 'tap'
import { wave } from '../wave.ts'

t.test('it waves', async t => {
  t.equal(wave('Hello :wave:', '👋'), 'Hello 👋')
})

t.test('it runs on a site', async t => {
  const { site } = await makePluginSite(t, new URL('..', import.meta.url))
  t.ok(site.registry.plugins.has('${name}'))
  t.equal(site.registry.filters.get('entry.publishing')?.length, 1)
})
`,
    'README.md': readme(name, 'Write an entry with `:wave:` in it to see it at work.'),
  }
}

const entry = [
  "import type { Plugin } from 'core/api'",
  "import { wave } from './wave.ts'",
  '',
  'export default {',
  '  activate(host) {',
  '    const sign = String(host.settings.sign)',
  "    host.filter('entry.publishing', draft => ({ ...draft, body: wave(draft.body, sign) }))",
  '  },',
  '  selfTest() {',
  "    if (wave(':wave:', 'x') !== 'x') throw new Error('It does not wave.')",
  '  },',
  '} satisfies Plugin',
  '',
]

function declarative(name: string): Record<string, string> {
  const manifest = common(name, 'declarative', {
    settings: { type: 'object', properties: { text: { type: 'string', title: 'Text', default: 'Made by its members.', maxLength: 200 } } },
    contributes: { slots: [{ id: 'foot', slot: 'page.footer', template: `${name}-foot` }] },
  })
  return {
    'plugin.json': json(manifest),
    [`templates/${name}-foot.hbs`]: `<p>{{settings.text}}</p>\n`,
    [`test/${name}.test.ts`]: `import { makePluginSite } from 'core/testing'
import t from 'tap'

t.test('it runs on a site', async t => {
  const { site } = await makePluginSite(t, new URL('..', import.meta.url))
  t.ok(site.registry.plugins.has('${name}'))
})
`,
    'README.md': readme(name, 'Its text stands at the foot of every page; an admin can change it.'),
  }
}

function readme(name: string, seen: string): string {
  return `# ${name}

Says in a few sentences what it does, and for whom.

${seen}

    npx tributary plugin check .
    npx tributary plugin test .
    npx tributary plugin dev .
    npx tributary plugin pack .
`
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
