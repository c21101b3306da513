import { type Logger, pino } from 'pino'
import t from 'tap'
import { system } from '../../../core/actor.ts'
import { applyFilter } from '../../../core/plugins/apply-filter.ts'
import { listPlugins } from '../../../core/plugins/list-plugins.ts'
import { askSource } from '../../../core/sources/ask-source.ts'
import { makeClock } from '../../../core/testing/make-clock.ts'
import { makeOpenSite } from '../../../core/testing/make-site.ts'
import { filters, listens, makePluginFolder, sources, writePlugin } from '../plugins/write-plugin.ts'
import { makeSandbox } from './make-sandbox.ts'

const network = { id: 'network:fetch', hosts: ['127.0.0.1', 'feeds.example'], reason: 'For the test.' }
const capabilities = [...filters.capabilities, ...listens.capabilities, network]
const sandbox = { runtime: 'sandbox', capabilities }

interface Line {
  msg: string
  plugin?: string
  error?: { message: string }
  computed?: number
  problem?: string
}

/** A plugin that does what the text of an entry says. */
const deeds: Record<string, { code: string; said: RegExp }> = {
  'loops for ever': { code: 'for (;;) {}', said: /more than its 50 ms of computing time in filter entry\.publishing/ },
  'loops later': { code: 'await 0; for (;;) {}', said: /more than its 50 ms of computing time in filter entry\.publishing/ },
  'loops in promises': {
    code: 'const again = () => { Promise.resolve().then(again) }; for (let i = 0; i < 100; i++) again(); return draft',
    said: /more than its 50 ms of computing time in filter entry\.publishing/,
  },
  'catches what stops it': { code: 'for (;;) { try { for (;;) {} } catch {} finally { continue } }', said: /more than its 50 ms/ },
  'makes a regular expression work': { code: `/^(a+)+$/.test('a'.repeat(50) + 'b'); return draft`, said: /more than its 50 ms/ },
  'is not to be interrupted': { code: 'const list = []; list.length = 2 ** 32 - 1; return list.indexOf(1)', said: /did not stop working/ },
  'eats memory in buffers': {
    code: 'const all = []; for (;;) all.push(new ArrayBuffer(1e6))',
    said: /its 32 MB of memory|ran out of memory|computing time|did not stop/,
  },
  'eats memory in texts': {
    code: `let text = 'x'; for (;;) text += text + text.length`,
    said: /its 32 MB of memory|string too long|computing time|did not stop/,
  },
  'eats memory in lists': {
    code: 'const all = []; for (;;) all.push(Array(1e4).fill(all))',
    said: /its 32 MB of memory|ran out of memory|computing time|did not stop/,
  },
  recurses: { code: 'const deeper = () => deeper() + 1; return deeper()', said: /called its own functions too deep/ },
  'returns a text': { code: `return 'mine'`, said: /should return the value it was given/ },
  'returns a promise that never ends': { code: 'return new Promise(() => {})', said: /waits for something that never comes/ },
  'returns something that can be awaited': { code: 'return { then() { throw new Error("got you") } }', said: /got you/ },
  'returns itself': { code: 'const all = {}; all.all = all; return all', said: /circular/ },
  'returns a getter': { code: 'return { ...draft, get body() { for (;;) {} } }', said: /more than its 50 ms/ },
  'returns too much': { code: `return { ...draft, body: 'x'.repeat(3e6) }`, said: /handed over more than|computing time/ },
  'returns a prototype': { code: 'return JSON.parse(\'{"__proto__":{"isAdmin":true}}\')', said: /a key "__proto__"/ },
  'throws something strange': { code: 'throw { get message() { throw 1 } }', said: /cannot be shown/ },
  'throws many lines': {
    code: `throw new Error('one\\n{"level":60,"msg":"two"}\\u001b[2J')`,
    said: /^one \{"level":60,"msg":"two"\} \[2J$/,
  },
  'asks for what it was not granted': { code: `await host.sourceType({}); return draft`, said: /^host\.sourceType is not a function$/ },
  'asks a private address': { code: `await host.fetch('http://127.0.0.1:8080/')`, said: /inside a private network|may ask/ },
  'asks a host that it did not declare': {
    code: `await host.fetch('https://elsewhere.example/')`,
    said: /may ask 127\.0\.0\.1, feeds\.example, but not/,
  },
  'floods the site with calls': {
    code: `for (;;) host.fetch('x').catch(() => {})`,
    said: /called the site more than 200 times|computing time/,
  },
  'returns very many parts': {
    code: `return { ...draft, body: Array.from({ length: 21_000 }, (_, n) => "~" + n) }`,
    said: /20000 parts|computing time/,
  },
  'writes a line that is made to break the site': {
    code: `host.log.info({ a: new String('~f1'), then: new String('~f2') }, 'x'); throw new Error('and goes on')`,
    said: /and goes on/,
  },
  'names functions that it does not have': { code: `return { ...draft, body: new String('~f1') }`, said: /Functions can be handed/ },
  'forgets a promise': {
    code: `const later = async () => { throw new Error('forgotten') }; later(); throw new Error('seen')`,
    said: /forgotten|seen/,
  },
  'asks for too many words': {
    code: `new Intl.ListFormat('en').format(Array(50_000).fill('word'))`,
    said: /too much to be put into words|computing time/,
  },
  'floods the log': {
    code: `for (let i = 0; i < 5000; i++) host.log.error('flood'); throw new Error('flooded')`,
    said: /flooded|computing time/,
  },
}

t.test('a sandboxed plugin that is up to no good is stopped and named, and the site answers meanwhile', async t => {
  const folder = makePluginFolder(t)
  // A worker is not started more than five times a minute.
  const names = Object.keys(deeds)
  for (let first = 0; first < names.length; first += 4) {
    const cases = names.slice(first, first + 4).map(name => `${JSON.stringify(name)}: async draft => { ${deeds[name]?.code} }`)
    const filter = `host.filter('entry.publishing', draft => deeds[draft.body]?.(draft) ?? draft)`
    writePlugin(folder, `hostile-${first}`, sandbox, `const deeds = { ${cases.join(',\n')} }; ${filter}`)
  }
  writePlugin(folder, 'polite', sandbox, `host.filter('entry.publishing', draft => ({ ...draft, body: draft.body + '!' }))`)
  const lines: Line[] = []
  const { site } = await makeOpenSite(t, { pluginFolders: [folder], log: logTo(lines) })

  for (const [name, { said }] of Object.entries(deeds)) {
    lines.length = 0
    const draft = { authorId: 'ann', body: name }
    let isOver = false
    const filtered = applyFilter(site, 'entry.publishing', draft).finally(() => {
      isOver = true
    })
    await site.db('settings').select('name')
    if (/comput|stop/.test(said.source)) t.notOk(isOver, `${name}: the site answers meanwhile`)
    t.same(await filtered, { ...draft, body: `${name}!` }, `${name}: left out, and the next plugin has its turn`)
    const failed = lines.find(line => line.msg === 'a plugin failed')
    t.match(failed, { plugin: /^hostile/, error: { message: said } }, `${name}: is named`)
    t.ok(lines.length < 70, `${name}: ${lines.length} lines in the log`)
  }
})

t.test('a plugin that loops or throws while it starts is left out with its reason', async t => {
  const folder = makePluginFolder(t)
  const entry = (text: string) => ({ 'index.ts': text })
  writePlugin(folder, 'at-load', sandbox, '', entry('for (;;) {}\nexport default { activate() {} }'))
  writePlugin(folder, 'climbs', sandbox, '', { ...entry(`import '../secret.ts'\nexport default { activate() {} }`), '../secret.ts': '' })
  writePlugin(
    folder,
    'imports',
    sandbox,
    '',
    entry(`import { readFileSync } from 'node:fs'\nexport default { activate() { readFileSync('x') } }`),
  )
  writePlugin(folder, 'imports-later', sandbox, `await import('node:' + 'fs')`)
  writePlugin(folder, 'packed-imports', { ...sandbox, entry: 'index.js' }, '', {
    'index.js': `import 'node:fs'; export default { activate() {} }`,
  })
  writePlugin(folder, 'sloppy', { runtime: 'sandbox', ...sources }, `host.sourceType({ type: 'sloppy', label: 'x' })`)
  writePlugin(folder, 'typo', sandbox, '', entry('export default {'))
  writePlugin(folder, 'empty', sandbox, '', entry('export const activate = 1'))
  writePlugin(
    folder,
    'escapes',
    sandbox,
    `throw new Error([typeof process, typeof require, typeof fetch, typeof setTimeout,
    this.constructor.constructor('return typeof process')(), host.plugin.constructor.constructor('return typeof process')(), (() => {}).constructor('return Object.keys(globalThis).length')()].join(' '))`,
  )
  const { site } = await makeOpenSite(t, { pluginFolders: [folder] })
  const reasons = Object.fromEntries((await listPlugins(site, system)).map(({ name, reason = '' }) => [name, reason]))
  t.match(reasons, {
    'at-load': 'The plugin "at-load" took more than its 1000 ms of computing time in activate.',
    climbs: `index.ts:1: "../secret.ts" is outside of the plugin's folder.`,
    imports: 'index.ts:1: "node:fs" is of Node, and only a trusted plugin may import it.',
    'imports-later': 'index.ts:1: A sandboxed plugin cannot import something later; import it at the top.',
    'packed-imports': 'index.js:1: "node:fs" is of Node, and only a trusted plugin may import it.',
    sloppy: 'host.sourceType: "discover" should be a function, but is undefined.',
    typo: /^index\.ts:\d: /,
    empty: 'The entry should export an object with activate(host) as its default, but exports undefined.',
    escapes: 'undefined undefined undefined undefined undefined undefined 0',
  })
})

t.test('a listener or a timer that loops or throws is stopped and named, and the others hear all the same', async t => {
  const folder = makePluginFolder(t)
  const contributes = { timers: ['loops', 'throws'].map(name => ({ name, seconds: 1 })) }
  const loops = `host.on('like.added', () => { for (;;) {} }); host.timer('loops', () => { for (;;) {} }); host.timer('throws', () => { throw new Error('spring') })`
  writePlugin(folder, 'a-loops', { ...sandbox, contributes }, loops)
  writePlugin(folder, 'b-hears', sandbox, `host.on('like.added', ({ entryId }) => { host.log.info('heard ' + entryId) })`)
  const lines: Line[] = []
  const { site, outbox, plugins } = await makeOpenSite(t, { pluginFolders: [folder], log: logTo(lines) })
  await site.db.transaction(trx => site.announce(trx, 'like.added', { entryId: 'one', memberId: 'ann', at: '' }))
  await outbox.drained()
  t.match(
    lines.find(line => line.msg === 'heard one'),
    { plugin: 'b-hears' },
  )
  plugins.startTimers()
  const failures = () => lines.filter(line => line.msg === 'a plugin failed' && line.plugin === 'a-loops').map(line => line.error?.message)
  while (new Set(failures()).size < 3) await new Promise(resolve => setTimeout(resolve, 50))
  t.match([...new Set(failures())].sort(), [
    /its 250 ms of computing time in on like\.added/,
    /its 500 ms of computing time in timer loops/,
    'spring',
  ])
})

t.test('a plugin that stays below every limit and takes half a processor all the same is paused, and switched off', async t => {
  const folder = makePluginFolder(t)
  writePlugin(folder, 'greedy', sandbox, `host.filter('entry.publishing', draft => { for (let i = 0; i < 4e5; i++); return draft })`)
  writePlugin(
    folder,
    'asks',
    { ...sandbox, capabilities: [...capabilities, { id: 'members:read', reason: 'For the test.' }] },
    `host.filter('entry.publishing', async draft => { for (let i = 0; i < 50; i++) await host.members.find('ann'); return draft })`,
  )
  const lines: Line[] = []
  const { now, tick } = makeClock()
  const { site } = await makeOpenSite(t, { pluginFolders: [folder], log: logTo(lines), now, pluginLimits: { computed: 200, calls: 500 } })
  const states = async () => (await listPlugins(site, system)).map(({ name, state, reason }) => ({ name, state, reason }))
  for (let pause = 0; pause < 3; pause++) {
    for (let round = 0; round < 60; round++) await applyFilter(site, 'entry.publishing', { authorId: 'ann', body: 'x' })
    if (pause === 0)
      t.match(site.registry.guards.get('greedy')?.health(), {
        isPaused: true,
        latest: { problem: /computed for 0\.\d seconds within a minute/ },
      })
    tick(31_000)
  }
  for (let wait = 0; wait < 200 && site.registry.filters.size > 0; wait++) await new Promise(resolve => setTimeout(resolve, 10))
  t.match(await states(), [
    { name: 'asks', state: 'quarantined', reason: /called the site \d+ times within a minute; 500 times are allowed/ },
    {
      name: 'greedy',
      state: 'quarantined',
      reason: /computed for 0\.\d seconds within a minute, which is \d+ % of a processor; 0\.2 seconds are allowed/,
    },
  ])
  t.match(
    lines.find(line => line.msg === 'a plugin used too much' && line.plugin === 'greedy'),
    { computed: Number, problem: /computed/ },
  )
})

t.test('what a plugin leaves behind and cannot be interrupted is stopped, although nobody waits for it', async t => {
  const stuck = `host.members.find('ann').then(() => { const list = []; list.length = 2 ** 32 - 1; list.indexOf(1) }); return draft`
  const folder = makePluginFolder(t)
  const reads = { ...sandbox, capabilities: [...capabilities, { id: 'members:read', reason: 'For the test.' }] }
  writePlugin(folder, 'lurks', reads, `host.filter('entry.publishing', draft => { ${stuck} })`)
  const lines: Line[] = []
  const { site } = await makeOpenSite(t, { pluginFolders: [folder], log: logTo(lines) })
  await applyFilter(site, 'entry.publishing', { authorId: 'ann', body: 'x' })
  const found = () => lines.find(line => line.msg === 'a plugin failed')
  for (let wait = 0; wait < 100 && !found(); wait++) await new Promise(resolve => setTimeout(resolve, 50))
  t.match(found(), { plugin: 'lurks', error: { message: /did not stop working/ } })
})

t.test('a kind of source asks where it was pointed to and what it declares, and a few at once', async t => {
  const folder = makePluginFolder(t)
  const types = [
    { id: 'sources:provide', types: ['one'], reason: 'For the test.' },
    { ...network, hosts: ['api.example'] },
  ]
  writePlugin(folder, 'one', { runtime: 'sandbox', capabilities: types }, '', {
    'index.ts': `import { ProblemReading } from 'core/api'; export default { activate(host) { host.sourceType({ type: 'one', label: 'One', async discover() { return [] }, async read() {},
      async fetch({ url }, outside) {
        const addresses = [url, 'https://www.box.example/b', 'https://api.example/', 'https://elsewhere.example/?secret', 'https://evilbox.example/']
        const asked = await Promise.all(addresses.map(one => outside.fetch(one, { method: 'POST', body: 'x' }).then(() => 'ok', error => error.message)))
        await Promise.all(Array.from({ length: 20 }, () => outside.fetch(url)))
        throw new ProblemReading(asked.map(text => text.slice(0, 40)).join('; '))
      } }) } }`,
  })
  let [open, most] = [0, 0]
  const asked: string[] = []
  const { site } = await makeOpenSite(t, {
    pluginFolders: [folder],
    fetch: async (url, { method = 'GET', body = '' } = {}) => {
      asked.push(`${method} ${url} ${body}`)
      most = Math.max(most, ++open)
      await new Promise(resolve => setTimeout(resolve, 5))
      open--
      return { url, status: 200, headers: {}, body: new Uint8Array() }
    },
  })
  const answer = await askSource(site, { type: 'one', url: 'https://box.example/feed', etag: null, lastModified: null })
  const refused = 'A source in the sandbox may ask api.exam'
  t.match(answer, { outcome: 'unreadable', problem: `ok; ok; ok; ${refused}; ${refused}` })
  t.same(
    new Set(asked),
    new Set([
      'POST https://box.example/feed x',
      'POST https://www.box.example/b x',
      'POST https://api.example/ x',
      'GET https://box.example/feed ',
    ]),
  )
  t.equal(most, 4)
})

t.test('a plugin that changed how texts are cut sends no more than others', async t => {
  const { call } = await makeSandbox(
    t,
    `String.prototype.slice = function () { return this.toString() }
    String.prototype.replace = () => 'x'.repeat(1e6)
    host.on('throw', () => { throw Object.assign(new Error('x'.repeat(1e6)), { stack: 'y'.repeat(1e6), code: 'z'.repeat(1e6) }) })
    host.on('handed', work => work())`,
  )
  const error = (await call('throw').catch(thrown => thrown)) as Error
  t.ok(error.message.length <= 500)
  t.ok((error.stack ?? '').length < 2000)
  await t.rejects(
    call('handed', () => 1),
    /handed over more than|used only until/,
  )
})

function logTo(lines: Line[]): Logger {
  return pino({ serializers: { error: pino.stdSerializers.err } }, { write: line => lines.push(JSON.parse(line)) })
}
