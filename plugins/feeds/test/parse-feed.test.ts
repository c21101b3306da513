import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FetchedFeed } from 'core/api'
import t from 'tap'
import { parseFeed } from '../formats/parse-feed.ts'

function read(sample: string, url?: string): FetchedFeed {
  return parseFeed({ bytes: readFileSync(join(import.meta.dirname, 'samples', sample)), url }, new Date('2024-06-01T00:00:00Z'))
}

function readText(text: string, url?: string): FetchedFeed {
  return parseFeed({ bytes: new TextEncoder().encode(text), url })
}

t.test('Atom: titles become plain text, addresses absolute, and each kind of text HTML', async t => {
  const feed = read('blog.atom', 'https://garden.example/feed')
  t.match(feed, {
    format: 'atom',
    title: 'The Kitchen Garden & more',
    description: 'Notes on vegetables',
    siteUrl: 'https://garden.example/blog/',
    picture: 'https://garden.example/icon.png',
    author: 'Ann',
    language: 'en',
    hubs: ['https://hub.example/'],
  })
  const [beans, peas] = feed.entries
  t.match(beans, {
    guid: 'tag:garden.example,2024:beans',
    url: 'https://garden.example/blog/beans/',
    title: 'Beans: 1 < 2 rows',
    author: 'Ann',
    publishedAt: '2024-05-01T08:00:00.000Z',
    updatedAt: '2024-05-02T08:00:00.000Z',
    tags: ['Legumes', 'spring'],
    summary: '<p>Short</p>',
    media: [
      { kind: 'audio', url: 'https://garden.example/blog/beans.mp3', type: 'audio/mpeg', bytes: 1234, title: 'The beans, read aloud' },
    ],
  })
  t.match(beans?.html, 'href="https://garden.example/blog/beans/map.html"')
  t.match(beans?.html, 'srcset="https://garden.example/blog/beans/a.png 1x, https://garden.example/blog/beans/b.png 2x"')
  t.match(peas, {
    title: 'How to use the <b> tag',
    author: 'Bob',
    url: 'https://elsewhere.example/peas',
    publishedAt: '2024-04-01T00:00:00.000Z',
  })
  t.equal(peas?.html, '<p>One &#x3C; two</p><p>Second<br>line</p>')
})

t.test('Atom: an entry whose link is empty is found under its id', async t => {
  const feed = readText(
    '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>https://a.example/?p=1</id><title>One</title><link href=""/></entry></feed>',
    'https://a.example/feed',
  )
  t.equal(feed.entries[0]?.url, 'https://a.example/?p=1')
})

t.test('RSS: a podcast with its sound, picture and length', async t => {
  const feed = read('podcast.rss')
  t.match(feed, {
    format: 'rss',
    title: 'Small Talk',
    description: 'Talk, but small',
    siteUrl: 'https://talk.example/',
    picture: 'https://talk.example/cover.jpg',
    author: 'Cleo',
    language: 'en-gb',
    freshFor: 5400,
  })
  t.match(feed.entries[0], {
    guid: 'talk-2',
    url: 'https://talk.example/episodes/2',
    title: 'Weather & more – again',
    author: 'Cleo',
    publishedAt: '2024-02-14T14:30:00.000Z',
    summary: 'In short',
    html: '<p>In <a href="https://talk.example/episodes/notes">full</a></p>',
    tags: ['Weather'],
  })
  t.strictSame(feed.entries[0]?.media, [
    {
      kind: 'audio',
      url: 'https://cdn.example/2.mp3',
      type: 'audio/mpeg',
      bytes: 9000,
      duration: 3723,
      thumbnailUrl: 'https://talk.example/2.jpg',
    },
  ])
})

t.test('RSS: an entry may lack a title, a link and a date that can be understood', async t => {
  const entry = read('podcast.rss').entries[1]
  t.match(entry, {
    guid: 'https://talk.example/episodes/1',
    url: 'https://talk.example/episodes/1',
    author: 'Dora',
    html: 'Without a title',
  })
  t.equal(entry?.title, undefined)
  t.equal(entry?.publishedAt, undefined)
})

t.test('Atom from YouTube: a film with its page, still picture and description', async t => {
  const [film] = read('channel.atom').entries
  t.strictSame(film?.media, [
    {
      kind: 'video',
      url: 'https://www.youtube.com/watch?v=abcdefghijk',
      title: 'A film',
      width: 640,
      height: 390,
      thumbnailUrl: 'https://i1.ytimg.com/vi/abcdefghijk/hqdefault.jpg',
    },
  ])
  t.equal(film?.html, '<p>What it is about<br>https://example.org/ &#x3C;3</p>')
})

t.test('JSON Feed', async t => {
  const feed = read('blog.json', 'https://shed.example/feed.json')
  t.match(feed, {
    format: 'json',
    title: 'Shed & Tools',
    siteUrl: 'https://shed.example/',
    picture: 'https://shed.example/icon.png',
    hubs: ['https://hub.example/'],
  })
  t.match(feed.entries, [
    {
      guid: '7',
      url: 'https://shed.example/7',
      title: 'A <saw>',
      author: 'Eva',
      html: '<p><a href="https://shed.example/saw">Saw</a></p>',
      publishedAt: '2024-01-02T04:04:05.000Z',
      tags: ['iron'],
      media: [{ kind: 'image', url: 'https://shed.example/saw.jpg' }],
    },
    {
      guid: '6',
      url: 'https://else.example/',
      html: '<p>A &#x26; B</p>',
      media: [{ kind: 'audio', url: 'https://shed.example/a.mp3', duration: 5 }],
    },
  ])
})

t.test('h-feed: a note has no title, an article has one', async t => {
  const feed = read('notes.html', 'https://garten.example/notizen/')
  t.match(feed, { format: 'h-feed', title: 'Notizen aus dem Garten', author: 'Frieda', language: 'de', hubs: ['https://hub.example/'] })
  const [note, article] = feed.entries
  t.match(note, {
    url: 'https://garten.example/n/2',
    author: 'Frieda',
    html: 'Ein <b>kurzer</b> Satz.',
    publishedAt: '2024-06-01T08:00:00.000Z',
    media: [{ kind: 'image', url: 'https://garten.example/notizen/beet.jpg', title: 'Ein Beet' }],
  })
  t.equal(note?.title, undefined)
  t.match(article, {
    title: 'Kohl',
    url: 'https://garten.example/n/1',
    summary: '<p>Vom Kohl</p>',
    html: '<p>Viel Kohl.</p>',
    tags: ['Gemüse'],
  })
})

t.test('h-feed: a broken link costs itself alone', async t => {
  const entry = '<div class="h-entry"><a class="u-url" href="/1">One</a><img class="u-photo" src="//:80"></div>'
  t.match(readText(`<html><base href="/sub/"><body>${entry}`, 'https://a.example/').entries, [
    { title: 'One', url: 'https://a.example/1', media: [] },
  ])
})

t.test('RDF', async t => {
  const feed =
    readText(`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
    <channel rdf:about="https://old.example/rdf"><title>Old</title><link>https://old.example/</link><description>News</description></channel>
    <item rdf:about="https://old.example/1"><title>One</title><link>https://old.example/1</link><dc:date>2003-12-31</dc:date><dc:creator>Gil</dc:creator></item>
  </rdf:RDF>`)
  t.match(feed, { format: 'rdf', title: 'Old', siteUrl: 'https://old.example/' })
  t.match(feed.entries, [{ guid: 'https://old.example/1', title: 'One', author: 'Gil', publishedAt: '2003-12-31T00:00:00.000Z' }])
})

t.test('Media RSS: a group is one film in several sizes, or several pictures', async t => {
  const [film, album] = readText(`<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>T</title>
    <item><title>Film</title><media:group>
      <media:content url="https://a.example/small.mp4" type="video/mp4" fileSize="10"/>
      <media:content url="https://a.example/large.mp4" type="video/mp4" fileSize="99" isDefault="true" duration="60" width="640" height="480"/>
      <media:thumbnail url="https://a.example/still.jpg"/><media:player url="https://a.example/player"/>
    </media:group></item>
    <item><title>Album</title>
      <media:content url="https://a.example/1.jpg" medium="image"><media:title>First</media:title></media:content>
      <media:content url="https://a.example/2.jpg" medium="image"/>
    </item></channel></rss>`).entries
  t.strictSame(film?.media, [
    {
      kind: 'video',
      url: 'https://a.example/large.mp4',
      type: 'video/mp4',
      width: 640,
      height: 480,
      bytes: 99,
      duration: 60,
      thumbnailUrl: 'https://a.example/still.jpg',
      playerUrl: 'https://a.example/player',
    },
  ])
  t.match(album?.media, [
    { kind: 'image', url: 'https://a.example/1.jpg', title: 'First' },
    { kind: 'image', url: 'https://a.example/2.jpg' },
  ])
})

t.test('an entry without an id is named after its address, else after what it says, the same each time', async t => {
  const text =
    '<rss version="2.0"><channel><title>T</title><item><link>https://a.example/1</link></item><item><title>One</title></item><item><title>Two</title></item></channel></rss>'
  const guids = readText(text).entries.map(({ guid }) => guid)
  t.equal(guids[0], 'https://a.example/1')
  t.match(guids[1], /^sha256:[0-9a-f]{64}$/)
  t.not(guids[1], guids[2])
  t.strictSame(
    readText(text).entries.map(({ guid }) => guid),
    guids,
  )
})

t.test('only addresses of the web are kept', async t => {
  const [entry] = readText(
    '<rss version="2.0"><channel><title>T</title><item><title>x</title><link>javascript:alert(1)</link><enclosure url="file:///etc/passwd" type="audio/mpeg"/></item></channel></rss>',
  ).entries
  t.equal(entry?.url, undefined)
  t.strictSame(entry?.media, [])
})

t.test('at most a thousand entries are kept, the newest ones', async t => {
  const items = Array.from(
    { length: 1200 },
    (_, n) => `<item><guid>${n}</guid><title>${n}</title><pubDate>${new Date(n * 86_400_000).toUTCString()}</pubDate></item>`,
  )
  const feed = readText(`<rss version="2.0"><channel><title>T</title>${items.join('')}</channel></rss>`)
  t.equal(feed.entries.length, 1000)
  t.equal(feed.entries[0]?.guid, '200')
  t.equal(feed.entries.at(-1)?.guid, '1199')
})

t.test('what is no feed is refused with a sentence', async t => {
  for (const text of ['', '   ', 'hello', '{"a":1}', '<html><body><p>Hi</p></body></html>', '<svg/>']) {
    t.throws(() => readText(text), { name: 'Unreadable', message: /\.$/ }, JSON.stringify(text))
  }
})

t.test('no text holds what a database refuses', async t => {
  const [entry] = readText(
    '{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{"id":"a\\u0000b","title":"c\\ud800","content_html":"d\\u0001e&#0;"}]}',
  ).entries
  t.match(entry, { guid: 'ab', title: 'c\ufffd', html: 'de&#0;' })
})
