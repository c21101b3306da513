import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import t, { type Test } from 'tap'
import { makeGuardedFetch } from '../../../core/http/guarded-fetch.ts'
import { fetchSource } from '../../../core/sources/fetch-source.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeServedSite, type Teardown } from '../../../core/testing/make-site.ts'
import { makeSource, reloadSource } from '../../../core/testing/make-source.ts'
import { type Answer, atomOf, FeedServer } from './feed-server.ts'

const megabyte = 1024 * 1024

t.setTimeout(120_000)

/** A case: what answers (or an address elsewhere), and how it has to end. */
type Case = [answer: Answer | string, outcome: RegExp]

t.test('sizes', async t => {
  const zeros = Buffer.alloc(200 * megabyte, ' ')
  await endsNamed(t, {
    '50 MB': [(_request, response) => void sendMuch(response, 50), /^too-large$/],
    '50 MB, announced': [(_request, response) => response.writeHead(200, { 'content-length': 50 * megabyte }).write('x'), /^too-large$/],
    'a gzip bomb': [send(gzipSync(zeros), { 'content-encoding': 'gzip' }), /^too-large$/],
    'a gzip bomb inside a gzip': [send(gzipSync(gzipSync(zeros)), { 'content-encoding': 'gzip, gzip' }), /^(too-large|bad-answer)$/],
    'ten thousand entries': [send(atomOf(10_000)), /^ok$/],
    'a title of a megabyte': [send(atomOf(1).replace('Entry 1', 'long '.repeat(200_000))), /^ok$/],
    'headers without end': [request => request.socket.end(`HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(100_000)}\r\n`), /^bad-answer$/],
  })
})

t.test('contents', async t => {
  const grown = Array.from({ length: 20 }, (_, index) => `<!ENTITY a${index} "${(index ? `&a${index - 1};` : 'aaaa').repeat(10)}">`).join(
    '',
  )
  const doctype = (inside: string, title: string) =>
    atomOf(1).replace('<feed', `<!DOCTYPE feed [${inside}]><feed`).replace('Entry 1', title)
  await endsNamed(t, {
    'entities that grow': [send(doctype(grown, '&a19;')), /^(ok|unreadable|too-slow)$/],
    'an entity from a file': [send(doctype('<!ENTITY x SYSTEM "file:///etc/passwd">', 'x&x;x')), /^(ok|unreadable)$/],
    'another charset than it says': [
      send(Buffer.from(atomOf(1).replace('Entry 1', 'Caf\xe9 \u0000'), 'latin1'), { 'content-type': 'text/xml; charset=utf-16' }),
      /^(ok|unreadable)$/,
    ],
    'a charset that is none': [send(atomOf(1), { 'content-type': 'text/xml; charset=x-klingon' }), /^ok$/],
    'elements inside each other': [send(atomOf(1, { html: '<div>'.repeat(100_000) })), /^(ok|unreadable)$/],
    'nothing at all': [send(''), /^unreadable$/],
    noise: [send(Buffer.from(Array.from({ length: 100_000 }, (_, index) => (index * 7919) % 256))), /^unreadable$/],
    'half an answer': [request => request.socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort'), /^bad-answer$/],
  })
})

t.test('addresses', async t => {
  await endsNamed(t, {
    'endless redirects': [
      (request, response) => redirect(response, `/hostile?${Number(request.url?.split('?')[1] ?? 0) + 1}`),
      /^too-many-redirects$/,
    ],
    'a redirect to itself': [(_request, response) => redirect(response, '/hostile'), /^too-many-redirects$/],
    'a private address': ['http://10.1.2.3/feed', /^private-address$/],
    'another port of this machine': ['http://127.0.0.1:8081/feed', /^private-address$/],
    'this machine in other letters': ['http://[::ffff:127.0.0.1]/feed', /^private-address$/],
    'a redirect to a private address': [(_request, response) => redirect(response, 'http://192.168.1.1/'), /^private-address$/],
    'a redirect to the metadata of a cloud': [
      (_request, response) => redirect(response, 'http://169.254.169.254/latest/'),
      /^private-address$/,
    ],
    'a redirect to a file': [(_request, response) => redirect(response, 'file:///etc/passwd'), /^bad-address$/],
    'a name that resolves to this machine': ['http://rebound.example/feed', /^private-address$/],
    'a name that is none': ['http://nowhere.invalid/feed', /^not-found-host$/],
  })
})

t.test('patience', async t => {
  const drip: Answer = (_request, response) => {
    response.writeHead(200)
    const timer = setInterval(() => response.write('<'), 50)
    response.on('close', () => clearInterval(timer))
  }
  await endsNamed(t, { 'a slow drip': [drip, /^too-slow$/], silence: [() => {}, /^too-slow$/] })
})

/** Fetches each as a source. While that goes on, a visitor asks the site for something again and again. */
async function endsNamed(t: Test, cases: Record<string, Case>): Promise<void> {
  t.setTimeout(100_000)
  const { feeds, site, ann, visits } = await setUp(t)
  for (const [name, [answer, outcome]] of Object.entries(cases)) {
    if (typeof answer !== 'string') feeds.paths.set('*', answer)
    const source = await makeSource(site, ann, {
      url: typeof answer === 'string' ? answer : `${feeds.url}/hostile`,
      // Not due, or the running site would fetch it at the same time.
      nextFetchAt: null,
    })
    const before = process.memoryUsage().rss
    const began = performance.now()
    await fetchSource(site, source)
    const row = await reloadSource(site, source)
    const took = Math.round(performance.now() - began)
    const grew = Math.round((process.memoryUsage().rss - before) / megabyte)
    t.match(row.outcome, outcome, `${name}: ${row.outcome} after ${took} ms, ${grew} MB more: ${row.problem ?? 'no problem'}`)
    t.match(row, { leasedUntil: null, nextFetchAt: /./, problem: row.outcome === 'ok' ? null : /\w/ })
    await site.db.transaction(trx => trx('sources').delete())
  }
  const titles: (string | null)[] = await site.db('entries').pluck('title')
  t.notOk(titles.some(title => title && (title.length > 1_001 || title.includes('root:'))))
  t.comment(`the slowest of ${visits.count} answers of the site took ${Math.round(visits.slowest)} ms`)
  t.ok(visits.count > 0)
  t.same(visits.bad, [])
}

interface Visits {
  count: number
  slowest: number
  /** Answers other than 200, and errors. */
  bad: unknown[]
}

async function setUp(t: Teardown) {
  const feeds = await FeedServer.start(t)
  const { host } = new URL(feeds.url)
  const lookup = async () => [{ address: '127.0.0.1', family: 4 as const }]
  const real = makeGuardedFetch({ allowPrivate: [host], userAgent: 'test', timeout: 4_000 })
  const rebound = makeGuardedFetch({ allowPrivate: [host], userAgent: 'test', lookup })
  const { site, url } = await makeServedSite(t, {
    fetch: (address, request) => (address.includes('rebound.example') ? rebound : real)(address, request),
  })
  const ann = await makeMember(site, 'ann')
  const visits: Visits = { count: 0, slowest: 0, bad: [] }
  const stop = new AbortController()
  const visitor = visit(new Browser(url), visits, stop.signal)
  t.teardown(async () => {
    stop.abort()
    await visitor
  })
  return { feeds, site, ann, visits }
}

async function visit(browser: Browser, visits: Visits, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    const began = performance.now()
    const status = await browser.get('/healthz').then(
      answer => answer.status,
      error => error,
    )
    if (stop.aborted) return
    if (status !== 200) visits.bad.push(status)
    visits.count++
    visits.slowest = Math.max(visits.slowest, performance.now() - began)
    await sleep(20)
  }
}

function send(body: string | Buffer, headers: Record<string, string> = {}): Answer {
  return (_request, response) => void response.writeHead(200, { 'content-type': 'application/atom+xml', ...headers }).end(body)
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { location }).end()
}

async function sendMuch(response: ServerResponse, megabytes: number): Promise<void> {
  response.writeHead(200)
  const chunk = Buffer.alloc(megabyte, ' ')
  for (let sent = 0; sent < megabytes && !response.destroyed; sent++) {
    if (!response.write(chunk)) await Promise.race([new Promise(resolve => response.once('drain', resolve)), sleep(100)])
  }
  response.end()
}
