import type { Service } from 'core/api'
import t from 'tap'
import { discover } from '../discovery/discover.ts'
import { fakeOutside } from './fake-outside.ts'

const feed = (title: string, item = '') => ({
  body: `<rss version="2.0"><channel><title>${title}</title><link>https://blog.example/</link><item><title>x</title>${item}</item></channel></rss>`,
})
const page = (html: string) => ({ body: `<!doctype html><html>${html}</html>`, headers: { 'content-type': 'text/html' } })

const services: Service[] = [
  {
    id: 'tube',
    name: 'Tube',
    posted: 'posted a film',
    icon: 'tube',
    addresses: [
      {
        match: '^tube\\.example/channel/(?<id>\\w+)',
        feed: 'https://tube.example/feed?id={id}',
        example: 'https://tube.example/channel/1',
      },
      { match: '^tube\\.example/@', example: 'https://tube.example/@someone' },
    ],
    players: [],
  },
  {
    id: 'fedi',
    name: 'Fedi',
    posted: 'posted',
    icon: 'fedi',
    addresses: [{ match: '^(?<host>[\\w.]+)/@(?<user>\\w+)$', feed: 'https://{host}/@{user}.rss', example: 'https://fedi.example/@ann' }],
    players: [],
  },
  { id: 'podcast', name: 'Podcast', posted: 'published an episode', icon: 'podcast', addresses: [], players: [] },
]

t.test('a feed is itself, however sloppily it is pasted', async t => {
  const outside = fakeOutside({ 'https://blog.example/feed': feed('Blog') })
  const expected = [{ type: 'feed', url: 'https://blog.example/feed', title: 'Blog', siteUrl: 'https://blog.example/' }]
  for (const pasted of [
    'https://blog.example/feed',
    'blog.example/feed',
    'feed://blog.example/feed',
    'feed:https://blog.example/feed',
    ' <https://blog.example/feed> ',
    'https://blog.\nexample/feed',
  ]) {
    t.strictSame(await discover(pasted, outside), expected, pasted)
  }
})

t.test('a page names its feeds, comments last, and the base and the headers count', async t => {
  const outside = fakeOutside({
    'https://blog.example/': {
      ...page(`<head><base href="/sub/">
        <link rel="alternate" type="application/rss+xml" title="Comments" href="comments.xml">
        <link rel="alternate" type="application/atom+xml" title="Posts" href="posts.xml">
        <link rel="alternate" type="application/rss+xml" href="missing.xml">
        <link rel="alternate" hreflang="fr" href="/fr"></head><a href="/never.rss">RSS</a>`),
      headers: { link: '</header.json>; rel="alternate"; type="application/feed+json"' },
    },
    'https://blog.example/sub/comments.xml': feed('Comments'),
    'https://blog.example/sub/posts.xml': feed('Posts'),
    'https://blog.example/header.json': { body: '{"version":"https://jsonfeed.org/version/1.1","title":"Header","items":[]}' },
  })
  t.strictSame(
    (await discover('blog.example', outside)).map(({ title }) => title),
    ['Posts', 'Header', 'Comments'],
  )
  t.notOk(
    outside.asked.some(({ url }) => url.includes('never')),
    'anchors are not looked at',
  )
})

t.test('a page without declared feeds is searched: its entries, its anchors, then well-known places', async t => {
  const entries =
    '<div class="h-feed"><p class="h-entry"><a class="u-url" href="/1">One</a></p><p class="h-entry"><a class="u-url" href="/2">Two</a></p></div>'
  const marked = fakeOutside({ 'https://marked.example/': page(entries) })
  t.match(await discover('marked.example', marked), [{ url: 'https://marked.example/' }])

  const linked = fakeOutside({
    'https://linked.example/': page('<a href="/news.rdf">News</a>'),
    'https://linked.example/news.rdf': feed('News'),
  })
  t.match(await discover('linked.example', linked), [{ url: 'https://linked.example/news.rdf', title: 'News' }])

  const known = fakeOutside({
    'https://known.example/': page('<p>Hi</p>'),
    'https://known.example/index.xml': feed('Hidden'),
    'https://known.example/rss': feed('Other'),
  })
  t.match(await discover('known.example', known), [{ url: 'https://known.example/index.xml', title: 'Hidden' }])

  t.strictSame(await discover('bare.example', fakeOutside({ 'https://bare.example/': page('<p>Hi</p>') })), [])
})

t.test('a service knows its feeds without looking for them', async t => {
  const outside = fakeOutside({ 'https://tube.example/feed?id=1': feed('Channel'), 'https://fedi.example/@ann.rss': feed('Ann') }, services)
  t.match(await discover('tube.example/channel/1', outside), [{ url: 'https://tube.example/feed?id=1', title: 'Channel', service: 'tube' }])
  t.match(await discover('@ann@fedi.example', outside), [{ url: 'https://fedi.example/@ann.rss', title: 'Ann', service: 'fedi' }])
  t.strictSame(
    outside.asked.map(({ url }) => url),
    ['https://tube.example/feed?id=1', 'https://fedi.example/@ann.rss'],
  )
})

t.test('a service that is too busy to show its feed is believed', async t => {
  const outside = fakeOutside({ 'https://tube.example/feed?id=1': { status: 429 } }, services)
  t.strictSame(await discover('tube.example/channel/1', outside), [
    { type: 'feed', url: 'https://tube.example/feed?id=1', siteUrl: 'https://tube.example/channel/1', service: 'tube' },
  ])
})

t.test('a page of a service may name its feed, or the address by which the service knows it', async t => {
  const outside = fakeOutside(
    {
      'https://tube.example/@ann': page('<link rel="alternate" type="application/rss+xml" href="/feed?id=2">'),
      'https://tube.example/@bob': page('<link rel="canonical" href="https://tube.example/channel/3">'),
      'https://tube.example/feed?id=2': feed('Ann'),
      'https://tube.example/feed?id=3': feed('Bob'),
    },
    services,
  )
  t.match(await discover('https://tube.example/@ann', outside), [{ url: 'https://tube.example/feed?id=2', service: 'tube' }])
  t.match(await discover('https://tube.example/@bob', outside), [{ url: 'https://tube.example/feed?id=3', service: 'tube' }])
})

t.test('a feed of things to listen to is a podcast', async t => {
  const outside = fakeOutside(
    { 'https://talk.example/': feed('Talk', '<enclosure url="https://talk.example/1.mp3" type="audio/mpeg"/>') },
    services,
  )
  t.match(await discover('talk.example', outside), [{ title: 'Talk', service: 'podcast' }])
})

t.test('what is no address is not for us, what cannot be reached is said', async t => {
  for (const pasted of [
    '',
    'my favourite blog',
    'mailto:ann@example.org',
    'javascript:alert(1)',
    'ann@example.org',
    'file:///etc/passwd',
    'https://user:pw@blog.example/',
  ]) {
    t.strictSame(await discover(pasted, fakeOutside({})), [], pasted)
  }
  await t.rejects(discover('nowhere.example', fakeOutside({})), { name: 'OutsideError', code: 'not-found-host' })
  await t.rejects(discover('https://blog.example/lost', fakeOutside({ 'https://blog.example/': {} })), {
    code: 'bad-answer',
    message: /404/,
  })
})
