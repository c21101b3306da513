import t from 'tap'
import look from '../discovery/look-worker.ts'
import { parseFeed } from '../formats/parse-feed.ts'

const MANY = 100_000
const lols = Array.from({ length: 9 }, (_, level) => `<!ENTITY lol${level + 1} "${`&lol${level || ''};`.repeat(10)}">`).join('')

function rss(content: string, prolog = ''): string {
  return `<?xml version="1.0"?>${prolog}<rss version="2.0"><channel><title>Blog</title>${content}</channel></rss>`
}

function item(content: string): string {
  return `<item><title>Entry</title><link>https://example.org/1</link>${content}</item>`
}

function description(html: string): string {
  return item(`<description>${html.replaceAll('<', '&lt;')}</description>`)
}

const hostile: Record<string, string> = {
  'entities that grow': rss(description('&lol9;'), `<!DOCTYPE lolz [<!ENTITY lol "lol">${lols}]>`),
  'an external entity': rss(item('<description>&file;</description>'), '<!DOCTYPE r [<!ENTITY file SYSTEM "file:///etc/hostname">]>'),
  'a title of a megabyte': rss(`<item><title>${'a&amp;<b>b</b>'.repeat(MANY)}</title></item>`),
  'a title of open tags': rss(`<item><title>${'&lt;b>'.repeat(MANY)}</title></item>`),
  'nested elements': rss('<a>'.repeat(MANY) + '</a>'.repeat(MANY)),
  'nested elements in an entry': rss(item('<a>'.repeat(MANY))),
  'nested HTML': rss(description('<div>'.repeat(MANY))),
  'nested HTML with wrong ends': rss(description(`<img src=a>${'<span><div></span>'.repeat(MANY / 2)}`)),
  'a nested page': `<!doctype html><body>${'<div>'.repeat(MANY)}<p class="h-entry">`,
  'NUL and control characters': rss(description('a\0b\x01c\x1fd\ufffe')),
  'brackets only': rss('<'.repeat(MANY)),
  'comments without an end': rss('<!--'.repeat(MANY)),
  'CDATA without an end': rss('<![CDATA['.repeat(MANY)),
  'tags without an end': '<feed '.repeat(MANY),
  'attributes without an end': rss('<item a="'.repeat(MANY)),
  'attributes without number': rss(item('').replace('<item', `<item ${Array.from({ length: MANY }, (_, n) => `a${n}="1"`).join(' ')}`)),
  'document types': '<!DOCTYPE x ['.repeat(MANY),
  'entries without number': rss(item('').repeat(MANY / 2)),
  'nested JSON': `{"version":"https://jsonfeed.org/version/1","title":"Blog","items":${'['.repeat(MANY)}${']'.repeat(MANY)}}`,
  'a long date': rss(item(`<pubDate>${'1 Jan '.repeat(MANY)}</pubDate>`)),
}

for (const [name, text] of Object.entries(hostile)) {
  t.test(`${name}: an answer soon`, async t => {
    const bytes = new TextEncoder().encode(text)
    const start = worked()
    const answer = outcome(() => parseFeed({ bytes, url: 'https://example.org/feed' }))
    t.ok(worked() - start < 5_000, 'the feed parser')
    t.notMatch(answer, /lollol|root:/, 'no entity was expanded')
    t.ok(answer.length < 2_000_000, 'bounded')

    const again = worked()
    outcome(() => look({ bytes, url: 'https://example.org/' }))
    t.ok(worked() - again < 5_000, 'the search for feeds')
  })
}

t.test('one hostile entry does not cost the others', async t => {
  const bytes = new TextEncoder().encode(rss(description('<div>'.repeat(MANY)) + item('<description>Hello</description>')))
  t.strictSame(
    parseFeed({ bytes }).entries.map(({ html }) => html ?? ''),
    ['', 'Hello'],
  )
})

t.test('a document that ends in the middle gives what is whole', async t => {
  const whole = rss(description('One') + item('<guid>2</guid>'))
  for (let length = 0; length < whole.length; length += 7) {
    const bytes = new TextEncoder().encode(whole.slice(0, length))
    t.type(
      outcome(() => parseFeed({ bytes })),
      'string',
      `${length} characters`,
    )
  }
  const feed = parseFeed({ bytes: new TextEncoder().encode(whole.slice(0, whole.indexOf('2</guid>'))) })
  t.equal(feed.entries[0]?.html, 'One')
})

/** What comes out, as text: a feed, or the sentence of a refusal. Anything else is thrown on. */
function outcome(read: () => unknown): string {
  try {
    return JSON.stringify(read())
  } catch (error) {
    if (error instanceof Error && error.name === 'Unreadable') return error.message
    throw error
  }
}

/** Milliseconds of work so far: a busy machine makes a test late, not long. */
function worked(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
