import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import readOpml from '../../../core/portability/read-opml.ts'
import { writeOpml } from '../../../core/portability/write-opml.ts'
import { root } from '../../../core/testing/make-site.ts'

const read = (text: string | Buffer) => readOpml({ bytes: typeof text === 'string' ? new TextEncoder().encode(text) : text })

t.test('feeds of a list with their folders', async t => {
  const list = `<?xml version="1.0"?><opml version="2.0"><head><title>x</title></head><body>
    <outline text="News"><outline text="Far"><outline type="rss" text="A &lt; B &#x1F343;" xmlUrl="https://a.example/feed?x=1&amp;y=2" htmlUrl="https://a.example"/></outline>
    <outline text="B" xmlUrl='https://b.example/'></outline></outline>
    <outline type="rss" title="C" url="feed://c.example/rss"/><outline text="just a folder"/><outline xmlUrl="javascript:alert(1)"/>
    <outline text="again" xmlUrl="https://b.example/"/></body></opml>`
  t.same(read(list), [
    { url: 'https://a.example/feed?x=1&y=2', title: 'A < B 🍃', siteUrl: 'https://a.example/', folders: ['News', 'Far'] },
    { url: 'https://b.example/', title: 'B', folders: ['News'] },
    { url: 'http://c.example/rss', title: 'C', folders: [] },
  ])
})

t.test('what is broken does not hide the rest', async t => {
  t.same(read('<outline xmlUrl="https://a.example/" text="no end').length, 1)
  t.same(read('<opml><outline text="x" xmlUrl=https://a.example/ ><<outline xmlurl="https://b.example/"/></opml').length, 2)
  t.same(
    read('<outline text="unclosed xmlUrl="https://a.example/"/><outline xmlUrl="https://b.example/"/>').at(-1)?.url,
    'https://b.example/',
  )
  t.same(read(''), [])
  t.same(read(Buffer.from([0xff, 0xfe, ...Buffer.from('<outline xmlUrl="https://a.example/"/>', 'utf16le')])).length, 1)
  t.same(
    read(Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><outline text="Caf\xe9" xmlUrl="https://a.example/"/>', 'latin1'))[0]
      ?.title,
    'Café',
  )
})

t.test('a list made to keep a reader busy is read soon', async t => {
  const began = worked()
  for (const piece of ['<outline ', '<outline a="', '<outline a=', 'a'.repeat(50), '<outline xmlUrl="https://a.example/">'])
    read(piece.repeat(5_000_000 / piece.length))
  t.ok(worked() - began < 10_000)
})

t.test('what is written is read again', async t => {
  const sources = [
    { title: 'A "quoted" & <marked> \u0000title', url: 'https://a.example/feed?x=1&y=2', siteUrl: 'https://a.example/' },
    { title: 'B', url: 'https://b.example/', siteUrl: null },
  ]
  t.same(read(writeOpml('Ann’s', sources, new Date())), [
    { title: 'A "quoted" & <marked> title', url: 'https://a.example/feed?x=1&y=2', siteUrl: 'https://a.example/', folders: [] },
    { title: 'B', url: 'https://b.example/', folders: [] },
  ])
})

t.test('lists of other readers', async t => {
  const folder = join(root, '../shared/corpora/node-opmlparser/test/opml')
  if (!existsSync(folder)) return t.comment('../shared/corpora is not there')
  const counts = Object.fromEntries(readdirSync(folder).map(file => [file, read(readFileSync(join(folder, file))).length]))
  t.match(counts, { 'top100.opml': 100, 'no-outlines.opml': 0, 'malformed.opml': 15 })
  t.comment(JSON.stringify(counts))
})

/** Milliseconds of work so far: a busy machine makes a test late, not long. */
function worked(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
