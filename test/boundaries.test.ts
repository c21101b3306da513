import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { basename, dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

interface Import {
  /** Path below the root, or the name of a package. */
  to: string
  relative: boolean
  typesOnly: boolean
}

interface Source {
  path: string
  text: string
  imports: Import[]
}

/** Folders of the core that the nouns stand on. */
const ground = new Set([
  'http',
  'db',
  'plugins',
  'plugin-contract',
  'plugin-data',
  'plugin-health',
  'plugin-host',
  'plugin-settings',
  'sandbox',
  'themes',
  'jobs',
  'forms',
  'colours',
])
/** Folders of the core that put ground and nouns together, or serve both. */
const around = new Set(['actions', 'api', 'archives', 'cli', 'config', 'packages', 'panel', 'plugin-indexes', 'plugin-kit', 'testing'])
/** Where ground and nouns meet. */
const meetings = new Set(['core/http/server.ts', 'core/http/routes.ts', 'core/http/session.ts', 'core/jobs/schedule.ts'])
/** The contract with plugins: types, and the errors that both sides throw. */
const contract = 'core/sources/source-type.ts'
/** Read the environment before the configuration does, or hand it over. */
const readsEnvironment = /^core\/(start\.mjs|main\.ts|cli\/(tributary\.mjs|main\.ts)|testing\/.*)$/

/** Entries of plugins, workers and pages of the admin. */
const loadedByDefault = /^(plugins\/[\w-]+\/index\.ts|.*-worker\.ts|(admin|plugins\/[\w-]+)\/pages\/.*)$/

const sources = ['core', 'plugins', 'admin', 'migrations'].flatMap(listSources)
const tests = [...listSources('test'), ...sources.filter(source => isTest(source.path))]
const program = sources.filter(source => !isTest(source.path))

t.test('nothing reaches beyond what the table of STYLE allows', async t => {
  t.same(
    program.flatMap(source => source.imports.flatMap(one => whyForbidden(source.path, one))),
    [],
  )
})

t.test('plugins test with what is theirs, and core/testing', async t => {
  const wrong = sources
    .filter(source => isTest(source.path) && source.path.startsWith('plugins/'))
    .flatMap(source => source.imports.flatMap(one => (one.to === 'core/testing' ? [] : whyForbidden(source.path, one))))
  t.same(wrong, [])
})

t.test('the ground takes only types from the nouns, except where they meet', async t => {
  const wrong = program.flatMap(({ path, imports }) => {
    const [top, folder = ''] = path.split('/')
    if (top !== 'core' || !ground.has(folder) || meetings.has(path)) return []
    return imports.filter(one => !one.typesOnly && isNoun(one.to)).map(one => `${path} uses ${one.to}`)
  })
  t.same(wrong, [])
})

t.test('the environment is read in one place', async t => {
  const allowed = (path: string): boolean => path === 'core/config/load-config.ts' || readsEnvironment.test(path)
  const wrong = program.filter(({ path, text }) => !allowed(path) && /process\.env\b/.test(withoutComments(text)))
  t.same(
    wrong.map(source => source.path),
    [],
  )
})

t.test('of typebox the types are used, and its words come from core/http/type.ts', async t => {
  const wrong = program.filter(({ imports }) => imports.some(({ to, typesOnly }) => to === 'typebox' && !typesOnly))
  t.same(
    wrong.map(({ path }) => path),
    [],
  )
})

t.test('files are small', async t => {
  const lines = (source: Source): number => source.text.trimEnd().split('\n').length
  const tooLong = [...program.filter(source => lines(source) > 300), ...tests.filter(source => lines(source) > 400)]
  t.same(
    tooLong.map(source => `${source.path}: ${lines(source)} lines`),
    [],
  )
})

t.test('exports have names, except where a loader asks for a default', async t => {
  // Workers are named by their address where they are called.
  const workers = program.flatMap(({ path, text }) =>
    [...text.matchAll(/new URL\('([^']+\.ts)', import\.meta\.url\)/g)].map(([, to = '']) => makeImport(path, to, false).to),
  )
  const mayHaveDefault = (path: string): boolean => workers.includes(path) || loadedByDefault.test(path)
  const wrong = program.filter(({ path, text }) => /^export default\b|\bas default\b/m.test(text) && !mayHaveDefault(path))
  t.same(
    wrong.map(source => source.path),
    [],
  )
})

t.test('files have names of their own that say what is in them', async t => {
  const paths = program.map(source => source.path)
  // Commands and meeting places are named after the noun that they are about.
  const core = paths.filter(path => /^core\/(?!cli\/|main\.ts)/.test(path) && !meetings.has(path))
  const twice = core.filter(path => core.some(other => other !== path && basename(other) === basename(path)))
  const vague = paths.filter(path => /^(utils?|common|types|misc|lib)\.ts$/.test(basename(path)))
  const doors = paths.filter(path => basename(path) === 'index.ts' && !/^(core\/api|plugins\/[\w-]+)\/index\.ts$/.test(path))
  const odd = paths.filter(path => !/(^|\/)migrations\//.test(path) && !/^[a-z][a-z0-9-]*(\.\w+)?\.(ts|mjs)$/.test(basename(path)))
  t.same({ twice, vague, doors, odd }, { twice: [], vague: [], doors: [], odd: [] })
})

/** One line for an import that the table does not allow; nothing for the rest. */
function whyForbidden(path: string, { to, relative, typesOnly }: Import): string[] {
  const [top = '', name = ''] = path.split('/')
  const own = top === 'plugins' ? `plugins/${name}/` : `${top}/`
  if (relative) return to.startsWith(own) || (path === 'core/version.ts' && to === 'package.json') ? [] : [`${path} climbs out to ${to}`]
  if (top === 'migrations') return to === 'knex' && typesOnly ? [] : [`${path} uses ${to}; a migration must mean the same next year`]
  if (isBuiltin(to) || !/^(core|plugins|admin|themes)(\/|$)/.test(to)) return []
  const doors: Record<string, string[]> = { plugins: ['core/api'], admin: ['core/api', 'core/control'] }
  return doors[top]?.includes(to) ? [] : [`${path} uses ${to}`]
}

function isNoun(path: string): boolean {
  const [top, folder = '', file] = path.split('/')
  return top === 'core' && file !== undefined && !ground.has(folder) && !around.has(folder) && path !== contract
}

function isTest(path: string): boolean {
  return path.startsWith('test/') || /^plugins\/[\w-]+\/test\//.test(path)
}

function listSources(folder: string): Source[] {
  if (!existsSync(join(root, folder))) return []
  const found = readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
  return found
    .filter(entry => entry.isFile() && /\.(ts|mjs)$/.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name).slice(root.length + 1))
    .filter(path => !/\/(node_modules|assets)\//.test(path))
    .sort()
    .map(path => {
      const text = readFileSync(join(root, path), 'utf8')
      return { path, text, imports: listImports(path, withoutComments(text)) }
    })
}

function listImports(path: string, text: string): Import[] {
  const from = [...text.matchAll(/^(?:import|export)\s+(type\s+)?(?:([^'";]*?)\s*from\s+)?'([^']+)'/gm)].map(
    ([, type, names = '', to = '']) => makeImport(path, to, type !== undefined || takesOnlyTypes(names)),
  )
  const later = [...text.matchAll(/\bimport\('([^']+)'\)/g)].map(([, to = '']) => makeImport(path, to, false))
  return [...from, ...later]
}

/** `{ type Knex, type Model }` */
function takesOnlyTypes(names: string): boolean {
  const inner = /^\{(.*)\}$/s.exec(names.trim())?.[1]
  const each = inner
    ?.split(',')
    .map(part => part.trim())
    .filter(part => part !== '')
  return each !== undefined && each.length > 0 && each.every(part => part.startsWith('type '))
}

function makeImport(path: string, to: string, typesOnly: boolean): Import {
  const relative = to.startsWith('.')
  return { to: relative ? normalize(join(dirname(path), to)) : to, relative, typesOnly }
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*.*?\*\/|^\s*\/\/.*$/gms, '')
}
