import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t, { type Test } from 'tap'
import { makeWorkerPool, type WorkerPoolOptions } from '../../../core/jobs/worker-pool.ts'

const modules = {
  'double.mjs': 'export default input => ({ doubled: input.number * 2, bytes: input.bytes })',
  'count.mjs': 'let calls = 0; export default () => ++calls',
  'wait.mjs': 'export default ms => new Promise(resolve => setTimeout(resolve, ms, Date.now()))',
  'loop.mjs': 'export default () => { for (;;); }',
  'regexp.mjs': 'export default () => /^(a+)+$/.test("a".repeat(100) + "b")',
  'swell.mjs': 'export default () => { const all = []; for (;;) all.push(new Array(10_000).fill({})) }',
  'throw.mjs': 'export default () => { throw Object.assign(new Error("This is no feed."), { name: "ProblemReading" }) }',
  'reject.mjs': 'export default async () => { throw "just text" }',
  'exit.mjs': 'export default () => process.exit(3)',
  'crash.mjs': 'export default () => new Promise(() => setTimeout(() => { throw new Error("later") }))',
  'function.mjs': 'export default () => () => 1',
  'nothing.mjs': 'export const work = 1',
  'environment.mjs': 'export default () => ({ ...process.env })',
}

function makePool(t: Test, options: Partial<WorkerPoolOptions> = {}) {
  const folder = t.testdir(modules)
  const pool = makeWorkerPool({ size: 1, timeout: 10_000, memoryMb: 64, idleMs: 5_000, ...options })
  t.teardown(() => pool.close())
  const run = (name: keyof typeof modules | 'missing.mjs', input?: unknown, options?: { timeout?: number }) =>
    pool.run<unknown>(pathToFileURL(join(folder, name)), input, options)
  return { pool, run }
}

t.test('a task gets a copy of its input and gives back a copy of its result', async t => {
  const { run } = makePool(t)
  const bytes = new Uint8Array([1, 2, 3])

  t.same(await run('double.mjs', { number: 21, bytes }), { doubled: 42, bytes })
  t.equal(bytes.length, 3, 'the input stays where it was')
})

t.test('a worker is used again and keeps its modules', async t => {
  const { run } = makePool(t)
  t.same([await run('count.mjs'), await run('count.mjs'), await run('count.mjs')], [1, 2, 3])
})

t.test('tasks wait in order, one at a time for each worker', async t => {
  const { run } = makePool(t)
  const done: number[] = []
  const waitAndNote = async (ms: number, index: number) => {
    await run('wait.mjs', ms)
    done.push(index)
  }
  await Promise.all([40, 30, 20, 10, 0].map(waitAndNote))

  t.same(done, [0, 1, 2, 3, 4])
})

t.test('a task that never ends is stopped, and the next one runs', async t => {
  const { run } = makePool(t)
  await t.rejects(run('loop.mjs', null, { timeout: 300 }), { name: 'WorkStopped', code: 'too-slow' })
  await t.rejects(run('regexp.mjs', null, { timeout: 300 }), { code: 'too-slow' })
  t.equal(await run('count.mjs'), 1)
})

t.test('a task that takes too much memory is stopped, and the next one runs', async t => {
  const { run } = makePool(t, { memoryMb: 32 })
  await t.rejects(run('swell.mjs'), { name: 'WorkStopped', code: 'too-much-memory' })
  t.equal(await run('count.mjs'), 1)
})

t.test('a task that takes its worker down is reported, and the next one runs', async t => {
  const { run } = makePool(t)
  await t.rejects(run('exit.mjs'), { code: 'crashed' })
  await t.rejects(run('crash.mjs'), { code: 'crashed', cause: { message: 'later' } })
  t.equal(await run('count.mjs'), 1)
})

t.test('what a task throws arrives with its name and message', async t => {
  const { run } = makePool(t)
  await t.rejects(run('throw.mjs'), { name: 'ProblemReading', message: 'This is no feed.' })
  await t.rejects(run('reject.mjs'), { name: 'Error', message: 'just text' })
  await t.rejects(run('function.mjs'), { name: 'DataCloneError' })
  await t.rejects(run('nothing.mjs'), { name: 'TypeError', message: /should export a function/ })
  await t.rejects(run('missing.mjs'), { message: /Cannot find module/ })
  await t.rejects(
    run('count.mjs', () => {}),
    { name: 'DataCloneError' },
  )
  t.equal(await run('count.mjs'), 1, 'none of this costs the worker')
})

t.test('a worker sees no environment', async t => {
  const { run } = makePool(t)
  t.same(await run('environment.mjs'), {})
})

t.test('an idle worker ends and a new one starts when there is work', async t => {
  const { run } = makePool(t, { idleMs: 20 })
  t.equal(await run('count.mjs'), 1)
  await new Promise(resolve => setTimeout(resolve, 150))
  t.equal(await run('count.mjs'), 1, 'a fresh worker counts from the start')
})

t.test('closing stops what runs and what waits', async t => {
  const { pool, run } = makePool(t)
  const running = t.rejects(run('loop.mjs'), { code: 'crashed', message: 'The site is shutting down.' })
  const waiting = t.rejects(run('count.mjs'), { code: 'crashed' })
  await new Promise(resolve => setTimeout(resolve, 50))
  await pool.close()
  await Promise.all([running, waiting])
  await t.rejects(run('count.mjs'), { code: 'crashed' })
})

t.test('an idle worker does not keep the process alive', t => {
  const folder = t.testdir(modules)
  const poolModule = new URL('../../../core/jobs/worker-pool.ts', import.meta.url)
  const script = `
    import { makeWorkerPool } from ${JSON.stringify(poolModule.href)}
    const pool = makeWorkerPool({ size: 1, timeout: 5000, memoryMb: 64, idleMs: 60000 })
    console.log(await pool.run(new URL(${JSON.stringify(pathToFileURL(join(folder, 'count.mjs')).href)}), null))`
  const started = Date.now()
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8', timeout: 20_000 })

  t.equal(stdout, '1\n', stderr)
  t.ok(Date.now() - started < 10_000)
  t.end()
})
