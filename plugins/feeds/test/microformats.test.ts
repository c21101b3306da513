import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { mf2 } from 'microformats-parser'
import t from 'tap'
import { parseFeed } from '../formats/parse-feed.ts'
import { findCorpora, listFiles } from './corpora.ts'

interface Item {
  type: string[]
  properties: Record<string, unknown[]>
  children?: Item[]
}

const folders = [
  'microformats-v2/h-entry',
  'microformats-v2/h-feed',
  'microformats-v1/hentry',
  'microformats-v1/hfeed',
  'microformats-mixed/h-entry',
]

// Files in which the parser's output is not what the suite expects, each with the reason.
const different: Record<string, string> = {}

for (const folder of folders) {
  t.test(`${folder}: the parser gives what the suite expects, and each entry becomes one of ours`, async t => {
    const corpora = findCorpora(t)
    if (!corpora) return
    const base = join(corpora, 'microformats-tests/tests', folder)
    if (!existsSync(base)) return t.fail(`no ${folder}`)
    for (const file of listFiles(base).filter(name => name.endsWith('.html'))) {
      const json = join(base, file.replace(/html$/, 'json'))
      if (!existsSync(json)) continue
      const html = readFileSync(join(base, file), 'utf8')
      const expected: { items: Item[] } = JSON.parse(readFileSync(json, 'utf8'))
      const items = mf2(html, { baseUrl: 'http://example.com/' }).items
      if (different[`${folder}/${file}`])
        t.not(JSON.stringify(items), JSON.stringify(expected.items), `${file}: ${different[`${folder}/${file}`]}`)
      else t.strictSame(JSON.parse(JSON.stringify(items)), expected.items, file)

      const bytes = new TextEncoder().encode(html)
      const wanted = entriesOf(expected.items)
      if (wanted.length === 0) t.throws(() => parseFeed({ bytes }), { name: 'Unreadable' }, `${file} holds no entry`)
      else
        t.strictSame(
          parseFeed({ bytes, url: 'http://example.com/' }).entries.map(({ url }) => url),
          wanted.map(urlOf),
          `${file}: addresses of entries`,
        )
    }
  })
}

function entriesOf(items: Item[]): Item[] {
  const feed = items.find(({ type }) => type.includes('h-feed'))
  return (feed?.children ?? items).filter(({ type }) => type.includes('h-entry'))
}

function urlOf({ properties }: Item): string | undefined {
  const [url] = properties.url ?? properties.uid ?? []
  return typeof url === 'string' ? url : undefined
}
