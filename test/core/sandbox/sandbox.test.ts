import t from 'tap'
import type { SandboxError, SandboxFailure } from '../../../core/sandbox/sandbox-error.ts'
import { OutsideError } from '../../../core/sources/source-type.ts'
import { makeSandbox } from './make-sandbox.ts'

function limit(kind: SandboxFailure): { name: string; kind: SandboxFailure } {
  return { name: 'SandboxError', kind }
}

t.test('values cross both ways as what they are, and frozen', async t => {
  const { call } = await makeSandbox(
    t,
    `host.on('same', (...values) => values)
     host.on('frozen', value => [Object.isFrozen(value), Object.isFrozen(value.deep.list), Object.isFrozen(host), Object.isFrozen(host.settings.words)])
     host.on('bytes', ({ bytes }) => ({ bytes: bytes.map(byte => byte + 1), is: bytes instanceof Uint8Array }))
     host.on('odd', () => ({ nan: NaN, date: new Date(0), gone: undefined, symbol: Symbol('x'), list: [undefined, NaN], set: new Set([1]) }))
     host.on('nothing', () => {})
     host.on('given', () => [host.plugin, host.settings])`,
  )
  const values = ['~tilde', '~~f1', 'nul \0 and 🐕 and \ud800', 0.1, -7, true, null, { a: [{ b: '' }] }, [], undefined, 'last']
  t.same(await call('same', ...values), values)
  t.same(await call('frozen', { deep: { list: [1] } }), [true, true, true, true])
  t.same(await call('bytes', { bytes: Buffer.from([1, 254]) }), { bytes: new Uint8Array([2, 255]), is: true })
  t.same(await call('odd'), { nan: null, date: '1970-01-01T00:00:00.000Z', list: [undefined, null], set: {} })
  t.equal(await call('nothing'), undefined)
  t.same(await call('given'), [{ name: 'boxed', version: '1.0.0' }, { words: ['a'] }])
})

t.test('the guest calls the site, and functions that it is handed while the call lasts', async t => {
  let saved: unknown
  const host = {
    notes: {
      find: async (id: string) => ({ id, at: [1] }),
      fail: async () => Promise.reject(new OutsideError('too-slow', 'It took long.')),
    },
    secret: async () => Promise.reject(Object.assign(new Error('select * from members'), { code: 'SQLITE_ERROR' })),
    keep: async (...given: unknown[]) => {
      saved = given
    },
  }
  const { call } = await makeSandbox(
    t,
    `let kept
     host.on('nested', async () => host.notes.find('x'))
     host.on('error', () => host.notes.fail().catch(error => [error instanceof OutsideError, error.code, error.message]))
     host.on('passes', () => host.notes.fail())
     host.on('secret', () => host.secret())
     host.on('keep', () => host.keep(1, undefined, { a: undefined }))
     host.on('handed', async (number, outside) => { kept = outside; return outside.double(number) })
     host.on('late', () => kept.double(1))
     host.on('function', () => host.keep(() => {}))`,
    { host },
  )
  t.same(await call('nested'), { id: 'x', at: [1] })
  t.same(await call('error'), [true, 'too-slow', 'It took long.'])
  await t.rejects(call('passes'), new OutsideError('too-slow', 'It took long.'))
  await t.rejects(call('secret'), { message: 'The site could not do this; the reason is in its log.' })
  await call('keep')
  t.same(saved, [1, undefined, {}])
  t.equal(await call('handed', 4, { double: async (number: number) => number * 2 }), 8)
  await t.rejects(call('late'), { message: 'This function could be used only until the call it came with was answered.' })
  await t.rejects(call('function'), { message: 'Functions can be handed to the site only in activate.' })
})

t.test('a start is over when everything is registered, and fails with the words of the host', async t => {
  await t.rejects(makeSandbox(t, `host.on('a', () => {}); host.on('taken', () => {})`), { message: '"taken" is registered already.' })
  await t.rejects(makeSandbox(t, `throw new Error('no disk')`), { message: 'no disk' })
  await t.rejects(makeSandbox(t, `host.fetch('https://a.example/')`), { message: 'host.fetch is not a function' })
  await t.rejects(makeSandbox(t, `await host.members.find('ann')`), { message: 'host.members is not a function' })
  await t.rejects(makeSandbox(t, '} } ; const'), { message: /expected/ })
  await t.rejects(makeSandbox(t, 'for (;;) {}', { limits: { startCpuMs: 50 } }), {
    kind: 'cpu',
    message: 'The plugin "boxed" took more than its 50 ms of computing time in activate.',
  })
  await t.rejects(makeSandbox(t, 'await new Promise(() => {})'), limit('lost'))
})

t.test('a worker that is started anew takes over without registering twice', async t => {
  const { call, registered, failures } = await makeSandbox(
    t,
    `let calls = 0
     host.on('a', () => 'first')
     host.on('a2', { nested: [() => 'second'] }.nested[0])
     host.on('count', () => ++calls)
     host.on('memory', () => { new ArrayBuffer(1e9) })`,
  )
  t.same([await call('count'), await call('count')], [1, 2])
  await t.rejects(call('memory'), { kind: 'memory', message: 'The plugin "boxed" used more than its 32 MB of memory in on memory.' })
  t.same(failures, [], 'who called knows already')
  t.same([await call('count'), await call('a'), await call('a2')], [1, 'first', 'second'], 'with nothing left in its variables')
  t.same(registered, ['a', 'a2', 'count', 'memory'])
})

t.test('it is not started anew for ever, and it cannot become another', async t => {
  const bad = await makeSandbox(t, `host.on('memory', () => { new ArrayBuffer(1e9) })`, { limits: { startsPerMinute: 3 } })
  const kinds: unknown[] = []
  for (let round = 0; round < 5; round++) kinds.push(await bad.call('memory').catch(error => (error as SandboxError).kind))
  t.same(kinds, ['memory', 'memory', 'memory', 'resting', 'resting'])

  const other = await makeSandbox(t, `host.on('name' + Math.random(), () => {}); host.on('memory', () => { new ArrayBuffer(1e9) })`)
  await t.rejects(other.call('memory'), limit('memory'))
  await t.rejects(other.call('memory'), { message: /activate should always register the same/ })
})

t.test('a worker that nobody needs is stopped, and is there again when somebody does', async t => {
  const { call, failures } = await makeSandbox(t, `let calls = 0; host.on('count', () => ++calls)`, { limits: { idleMs: 20 } })
  t.same([await call('count'), await call('count')], [1, 2])
  await new Promise(resolve => setTimeout(resolve, 60))
  t.equal(await call('count'), 1)
  t.same(failures, [])
})

t.test('calls, answers, waiting and lines of the log have limits', async t => {
  const host = { ask: async (text: string) => text.length, large: async () => new Uint8Array(1001), never: () => new Promise(() => {}) }
  const limits = {
    asks: 5,
    openAsks: 3,
    callMs: 1000,
    openCalls: 3,
    logBurst: 4,
    logPerSecond: 0,
    logLength: 30,
    outgoing: 1000,
    incoming: 1000,
  }
  const { call, lines } = await makeSandbox(
    t,
    `host.on('many', async () => { for (let i = 0; i < 10; i++) await host.ask('x') })
     host.on('atOnce', () => Promise.all([1, 2, 3, 4].map(() => host.ask('x'))))
     host.on('few', async () => { for (let i = 0; i < 5; i++) await host.ask('x'); return 'fine' })
     host.on('large', () => host.large())
     host.on('waits', () => host.never())
     host.on('log', () => { for (let i = 0; i < 10; i++) host.log.warn({ plugin: 'other', i }, 'line ' + 'x'.repeat(50)) })
     host.on('console', () => console.log('hello', { a: 1 }))
     host.on('huge', () => 'x'.repeat(1000))
     host.on('deep', () => { let deep = []; for (let i = 0; i < 100; i++) deep = [deep]; return deep })
     host.on('proto', () => JSON.parse('{"__proto__":{"isAdmin":true}}'))
     host.on('size', value => value.length)`,
    { limits, host },
  )
  await t.rejects(call('many'), { kind: 'calls', message: /called the site more than 5 times/ })
  await t.rejects(call('atOnce'), limit('calls'))
  t.equal(await call('few'), 'fine')
  for (const name of ['huge', 'deep', 'proto']) await t.rejects(call(name), limit('output'), name)
  await t.rejects(call('size', 'x'.repeat(1001)), { message: /larger than a sandboxed plugin may get/ })
  await t.rejects(call('large'), { message: 'The answer is larger than a sandboxed plugin may get.' })
  await call('log')
  await call('console')
  t.same(
    lines.map(line => line[0]),
    ['warn', 'warn', 'warn', 'warn'],
  )
  t.same(lines[0], ['warn', { i: 0 }, `line ${'x'.repeat(25)}`])
  const waiting = [1, 2, 3, 4].map(() => call('waits'))
  t.match(await Promise.allSettled(waiting), [{ reason: { kind: 'time' } }, {}, {}, { reason: { kind: 'busy' } }])
})

t.test('the clock stands still during a call, and chance is not the same after every start', async t => {
  const { call } = await makeSandbox(
    t,
    `const start = Date.now()
     host.on('time', () => { const now = Date.now(); for (let i = 0; i < 1e5; i++); return [start, now, Date.now() - now, new Date().toISOString(), new Date(0).constructor === Date] })`,
  )
  const at = Date.UTC(2026, 0, 1)
  t.same(await call('time'), [at, at, 0, '2026-01-01T00:00:00.000Z', true])
})

t.test('what plugins need of the web is there', async t => {
  const { call } = await makeSandbox(
    t,
    `host.on('url', () => { const url = new URL('../x?a=1#h', 'https://Ex.org/a/b/'); url.searchParams.set('q', 'ä ö&'); url.hash = ''
       return [url.href, url.host, URL.canParse('x'), JSON.stringify(url), [...new URLSearchParams('a=b+c&d')]] })
     host.on('text', () => [new TextDecoder('latin1').decode(new Uint8Array([228, 0, 65])), [...new TextEncoder().encode('ä\\0')]])
     host.on('broken', () => new URL('x'))
     host.on('fatal', () => new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array([255])))`,
  )
  t.same(await call('url'), [
    'https://ex.org/a/x?a=1&q=%C3%A4+%C3%B6%26',
    'ex.org',
    false,
    '"https://ex.org/a/x?a=1&q=%C3%A4+%C3%B6%26"',
    [
      ['a', 'b c'],
      ['d', ''],
    ],
  ])
  t.same(await call('text'), ['ä\0A', [195, 164, 0]])
  await t.rejects(call('broken'), { message: 'Invalid URL' })
  await t.rejects(call('fatal'), { message: /not valid/ })
})
