import t from 'tap'
import { fetchFeed } from '../fetch-feed.ts'
import { retryAfter } from '../http-times.ts'
import { fakeOutside } from './fake-outside.ts'

const url = 'https://blog.example/feed'
const rss = '<rss version="2.0"><channel><title>Blog</title><ttl>10</ttl><item><title>One</title></item></channel></rss>'

t.test('a feed is read, with what the server says about asking again', async t => {
  const outside = fakeOutside({
    [url]: {
      body: rss,
      movedTo: 'https://blog.example/new',
      headers: {
        'content-type': 'application/rss+xml',
        etag: '"1"',
        'last-modified': 'Wed, 14 Jan 2004 10:30:00 GMT',
        'cache-control': 'public, max-age=1800',
        link: '<https://hub.example/>; rel="hub", <https://blog.example/feed>; rel="self"',
      },
    },
  })
  const result = await fetchFeed({ url }, outside)
  t.match(result, {
    outcome: 'ok',
    feed: { title: 'Blog', hubs: ['https://hub.example/'], entries: [{ title: 'One' }] },
    etag: '"1"',
    lastModified: 'Wed, 14 Jan 2004 10:30:00 GMT',
    movedTo: 'https://blog.example/new',
    freshFor: 1800,
  })
  t.notMatch(Object.keys(outside.asked[0]?.headers ?? {}), ['if-none-match'])
})

t.test('an unchanged feed costs nothing', async t => {
  const outside = fakeOutside({ [url]: { status: 304, headers: { 'cache-control': 'max-age=60' } } })
  const result = await fetchFeed({ url, etag: '"1"', lastModified: 'Wed, 14 Jan 2004 10:30:00 GMT' }, outside)
  t.strictSame(result, { outcome: 'unchanged', freshFor: 60 })
  t.match(outside.asked[0]?.headers, { 'if-none-match': '"1"', 'if-modified-since': 'Wed, 14 Jan 2004 10:30:00 GMT' })
})

t.test('a feed that is gone, or not to be had, is an outcome', async t => {
  const outside = fakeOutside({
    'https://blog.example/gone': { status: 410 },
    'https://blog.example/busy': { status: 429, headers: { 'retry-after': '120' } },
    'https://blog.example/broken': { body: '<p>Hello</p>' },
    'https://blog.example/empty': {},
  })
  t.match(await fetchFeed({ url: 'https://blog.example/gone' }, outside), { outcome: 'gone', problem: /\.$/ })
  t.strictSame(await fetchFeed({ url: 'https://blog.example/nothing' }, outside), {
    outcome: 'failed',
    problem: 'The address answers 404 Not Found.',
    status: 404,
  })
  t.match(await fetchFeed({ url: 'https://blog.example/busy' }, outside), { outcome: 'failed', status: 429, retryAfter: 120 })
  t.match(await fetchFeed({ url: 'https://blog.example/broken' }, outside), { outcome: 'failed', problem: 'This web page holds no feed.' })
  t.match(await fetchFeed({ url: 'https://blog.example/empty' }, outside), { outcome: 'failed', problem: 'The document is empty.' })
})

t.test('a document that keeps the worker too long is an outcome, an unreachable host is passed on', async t => {
  const slow = {
    ...fakeOutside({ [url]: { body: rss } }),
    work: () => Promise.reject(Object.assign(new Error('That took too long.'), { name: 'WorkStopped' })),
  }
  t.match(await fetchFeed({ url }, slow), { outcome: 'failed', problem: 'That took too long.' })
  await t.rejects(fetchFeed({ url: 'https://nowhere.example/' }, fakeOutside({})), { code: 'not-found-host' })
})

t.test('Retry-After may be a date', async t => {
  const now = new Date('2024-01-01T00:00:00Z')
  t.equal(retryAfter({ 'retry-after': 'Mon, 01 Jan 2024 00:01:00 GMT' }, now), 60)
  t.equal(retryAfter({ 'retry-after': 'Mon, 01 Jan 2023 00:01:00 GMT' }, now), undefined)
  t.equal(retryAfter({ 'retry-after': 'soon' }, now), undefined)
})
