import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { pino } from 'pino'
import { loadConfig } from '../core/config/load-config.ts'
import { openSite } from '../core/open-site.ts'
import { applyFilter } from '../core/plugins/apply-filter.ts'
import { startSandbox } from '../core/sandbox/start-sandbox.ts'
import { root } from '../core/testing/make-site.ts'
import { say, table } from './report.ts'

/** What a sandbox costs, and how long the site is held up by what goes on in one: `node bench/sandbox.ts [--rounds 2000] [--seconds 5]`. */
const argument = (name: string, usual: number): number => Number(process.argv[process.argv.indexOf(`--${name}`) + 1] ?? usual) || usual
const rounds = argument('rounds', 2000)
const seconds = argument('seconds', 5)

type Call = (...values: unknown[]) => Promise<unknown>

const folder = mkdtempSync(join(tmpdir(), 'tributary-bench-'))
try {
  const results = { starting: await measureStarting(), filter: await measureFilter(), holding: await measureHolding() }
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
    const plugins = join(folder, runtime)
    if (runtime === 'none') mkdirSync(plugins)
    else writePlugin(plugins, runtime)
    const env = { DATA_DIR: join(folder, `data-${runtime}`), LOG_LEVEL: 'silent' }
    const opened = await openSite(loadConfig(root, env), { pluginFolders: [plugins] })
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

/** The longest time for which the main loop was held while a plugin misbehaved again and again. */
async function measureHolding(): Promise<object[]> {
  const deeds: Record<string, string> = {
    nothing: '() => {}',
    'loops for ever': '() => { for (;;) {} }',
    'cannot be interrupted': '() => { const list = []; list.length = 2 ** 32 - 1; return list.indexOf(1) }',
    'eats memory': '() => { const all = []; for (;;) all.push(new ArrayBuffer(1e6).slice(0)) }',
    'floods the site with calls': `async () => { for (let i = 0; i < 10; i++) await Promise.all(Array.from({ length: 20 }, () => host.ask('x'.repeat(50_000)))) }`,
    'floods the log': `() => { for (;;) host.log.error({ text: 'x'.repeat(1000) }, 'y'.repeat(1000)) }`,
    'answers with a megabyte': `() => Array.from({ length: 60_000 }, (_, n) => '~' + n)`,
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

function writePlugin(plugins: string, runtime: string): void {
  const capabilities = [{ id: 'content:filter', filters: ['entry.publishing'], reason: 'For the benchmark.' }]
  const manifest = { name: 'bench', title: 'Bench', description: 'Measures.', version: '1.0.0', api: '^1.0.0', runtime, capabilities }
  const activate = `host.filter('entry.publishing', draft => ({ ...draft, body: draft.body.replaceAll('(c)', '©') }))`
  mkdirSync(join(plugins, 'bench'), { recursive: true })
  writeFileSync(join(plugins, 'bench/plugin.json'), JSON.stringify(manifest))
  writeFileSync(join(plugins, 'bench/index.ts'), `export default { activate(host) { ${activate} } }`)
}

function spread(times: number[]): object {
  const sorted = times.toSorted((one, other) => one - other)
  const at = (part: number): number => sorted[Math.floor((sorted.length - 1) * part)] ?? 0
  return { 'median ms': at(0.5), 'p90 ms': at(0.9), 'p99 ms': at(0.99) }
}

function residentMb(): number {
  return process.memoryUsage().rss / 1024 / 1024
}
