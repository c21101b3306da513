import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { pino } from 'pino'
import { loadConfig } from '../core/config/load-config.ts'
import { openSite } from '../core/open-site.ts'
import { applyFilter } from '../core/plugins/apply-filter.ts'
import { startSandbox } from '../core/sandbox/start-sandbox.ts'
import { Browser } from '../core/testing/browse.ts'
import { makeEntry } from '../core/testing/make-entry.ts'
import { makeMember, signInAs } from '../core/testing/make-member.ts'
import { makeServedSite, root } from '../core/testing/make-site.ts'
import { say, table } from './report.ts'

/** What a sandbox costs, and how long the site is held up by what goes on in one: `node bench/sandbox.ts [--rounds 2000] [--seconds 5]`. */
const argument = (name: string, usual: number): number => Number(process.argv[process.argv.indexOf(`--${name}`) + 1] ?? usual) || usual
const rounds = argument('rounds', 2000)
const seconds = argument('seconds', 5)

type Call = (...values: unknown[]) => Promise<unknown>

const folder = mkdtempSync(join(tmpdir(), 'tributary-bench-'))
try {
  const results = {
    starting: await measureStarting(),
    filter: await measureFilter(),
    pages: await measurePages(),
    holding: await measureHolding(),
  }
  for (const [name, rows] of Object.entries(results)) console.log(`## ${name}\n\n${table(rows)}\n`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
process.exit()

/** Start and memory of sandboxes. The first one brings QuickJS and the program of the worker into the process. */
async function measureStarting(): Promise<object[]> {
  const rows: object[] = []
  const code = `export default { activate(host) { host.filter('entry.publishing', draft => draft) } }`
  const before = residentMb()
  for (let count = 1; count <= 10; count++) {
    const start = performance.now()
    await open(code)
    const ms = performance.now() - start
    if (count === 1 || count === 2 || count === 10) rows.push({ sandboxes: count, 'start ms': ms, 'memory MB, all': residentMb() - before })
  }
  say('started ten')
  return rows
}

/** The filter that every published entry goes through, with the same plugin in both runtimes, and without any. */
async function measureFilter(): Promise<object[]> {
  const rows: object[] = []
  for (const runtime of ['none', 'trusted', 'sandbox']) {
    const env = { DATA_DIR: join(folder, `data-${runtime}`), LOG_LEVEL: 'silent' }
    const opened = await openSite(loadConfig(root, env), { pluginFolders: [writePlugins(runtime, 'filter')] })
    const draft = { authorId: 'ann', body: 'A tide of words, (c) by whoever wrote them. '.repeat(10) }
    const times: number[] = []
    for (let round = 0; round < rounds + 200; round++) {
      const start = performance.now()
      await applyFilter(opened.site, 'entry.publishing', draft)
      // The first rounds are not what a site does all day.
      if (round >= 200) times.push(performance.now() - start)
    }
    await opened.close()
    rows.push({ plugin: runtime, ...spread(times) })
    say(`filtered: ${runtime}`)
  }
  return rows
}

/** What a page costs to which a plugin that is on adds nothing: two sites that differ in that plugin alone, asked in turn. */
async function measurePages(): Promise<object[]> {
  const [without, withPlugin] = [await serveThirty('none'), await serveThirty('sandbox')]
  const rows: object[] = []
  for (const path of ['/ann', '/']) {
    for (let round = 0; round < rounds; round++) for (const site of [without, withPlugin]) await site.ask(path, round >= 200)
    for (const site of [without, withPlugin]) rows.push({ page: path, plugin: site.plugin, ...site.figures() })
    say(`asked: ${path}`)
  }
  await without.end()
  await withPlugin.end()
  return rows
}

async function serveThirty(plugin: string) {
  let [statements, asked, times]: [number, number, number[]] = [0, 0, []]
  const ends: (() => unknown)[] = []
  const pluginFolders = [writePlugins(plugin, 'pages')]
  const running = await makeServedSite({ teardown: end => void ends.push(end) }, { pluginFolders, onQuery: () => statements++ })
  const ann = await makeMember(running.site, 'ann')
  for (let entry = 0; entry < 30; entry++) await makeEntry(running.site, ann, { body: `Entry ${entry} of thirty.` })
  await running.outbox.drained()
  // Signed in: what visitors see may be kept for a moment.
  const browser = new Browser(running.url)
  await signInAs(running.site, browser, ann)
  const ask = async (path: string, counts: boolean): Promise<void> => {
    if (!counts) statements = 0
    const start = performance.now()
    const answer = await browser.get(path)
    if (answer.status !== 200) throw new Error(`${path} answers ${answer.status}.`)
    if (counts) times.push(performance.now() - start)
    if (counts) asked++
  }
  const figures = (): object => {
    const row = { statements: Math.round((statements / asked) * 10) / 10, ...spread(times) }
    ;[statements, asked, times] = [0, 0, []]
    return row
  }
  return { plugin, ask, figures, end: () => Promise.all(ends.map(end => end())) }
}

/** The longest time for which the main loop was held while a plugin misbehaved again and again. */
async function measureHolding(): Promise<object[]> {
  const deeds: Record<string, string> = {
    nothing: '() => {}',
    'loops for ever': '() => { for (;;) {} }',
    'cannot be interrupted': '() => { const list = []; list.length = 2 ** 32 - 1; return list.indexOf(1) }',
    'eats memory': '() => { const all = []; for (;;) all.push(new ArrayBuffer(1e6).slice(0)) }',
    'floods the site with calls': `async () => { for (let i = 0; i < 10; i++) await Promise.all(Array.from({ length: 20 }, () => host.ask('x'.repeat(50_000)))) }`,
    'floods the log': `() => { for (;;) host.log.error({ text: 'x'.repeat(1000) }, 'y'.repeat(1000)) }`,
    'answers with too many parts': `() => Array.from({ length: 60_000 }, (_, n) => '~' + n)`,
    'answers with as many as it may': `() => Array.from({ length: 19_990 }, (_, n) => '~' + n)`,
    'answers with a megabyte': `() => ({ text: '~"'.repeat(250_000) })`,
    'forgets promises': `() => { for (let n = 0; n < 50; n++) Promise.reject(new Error('x'.repeat(2000))) }`,
  }
  const rows: object[] = []
  for (const [deed, handler] of Object.entries(deeds)) {
    const { call, sandbox } = await open(`export default { activate(host) { host.job('deed', ${handler}) } }`)
    const delay = monitorEventLoopDelay({ resolution: 2 })
    delay.enable()
    const watch = watchComputing()
    const until = performance.now() + seconds * 1000
    let calls = 0
    let ended = ''
    for (; performance.now() < until; calls++) {
      await call().catch(error => {
        ended = (error as { kind?: string }).kind ?? 'error'
      })
      if (deed === 'nothing') await new Promise(resolve => setTimeout(resolve, 10))
    }
    delay.disable()
    const held = { 'held ms, longest': delay.max / 1e6, 'held ms, p99': delay.percentile(99) / 1e6 }
    rows.push({ deed, calls, 'ended by': ended || '–', ...held, 'computed ms, longest': watch() })
    await sandbox.stop()
    say(deed)
  }
  return rows
}

/** The most that the main thread computed between two looks: how long it would be held on a machine with nothing else to do. */
function watchComputing(): () => number {
  const computed = (): number => {
    const { user, system } = process.threadCpuUsage()
    return (user + system) / 1000
  }
  let [before, longest] = [computed(), 0]
  const timer = setInterval(() => {
    const now = computed()
    longest = Math.max(longest, now - before)
    before = now
  }, 1)
  return () => {
    clearInterval(timer)
    return longest
  }
}

async function open(code: string) {
  let call: Call = async () => {}
  const take = (_name: string, handler: Call): void => {
    call = handler
  }
  const limits = { startsPerMinute: 10_000, cpuMs: {}, otherCpuMs: 500 }
  const sandbox = await startSandbox({ name: 'bench', code, log: pino({ level: 'silent' }), limits })
  await sandbox.activate({ filter: take, job: take, ask: async (text: string) => text.length, log: { error: () => {} } })
  return { call: (...values: unknown[]) => call(...values), sandbox }
}

/** A folder with the benchmark's plugin in a runtime, or without any. */
function writePlugins(runtime: string, use: string): string {
  const plugins = join(folder, `${use}-${runtime}`)
  mkdirSync(join(plugins, 'bench'), { recursive: true })
  if (runtime === 'none') return plugins
  const capabilities = [{ id: 'content:filter', filters: ['entry.publishing'], reason: 'For the benchmark.' }]
  const manifest = { name: 'bench', title: 'Bench', description: 'Measures.', version: '1.0.0', api: '^1.0.0', runtime, capabilities }
  const activate = `host.filter('entry.publishing', draft => ({ ...draft, body: draft.body.replaceAll('(c)', '©') }))`
  writeFileSync(join(plugins, 'bench/plugin.json'), JSON.stringify(manifest))
  writeFileSync(join(plugins, 'bench/index.ts'), `export default { activate(host) { ${activate} } }`)
  return plugins
}

function spread(times: number[]): object {
  const sorted = times.toSorted((one, other) => one - other)
  const at = (part: number): number => sorted[Math.floor((sorted.length - 1) * part)] ?? 0
  return { 'median ms': at(0.5), 'p90 ms': at(0.9), 'p99 ms': at(0.99) }
}

function residentMb(): number {
  return process.memoryUsage().rss / 1024 / 1024
}
