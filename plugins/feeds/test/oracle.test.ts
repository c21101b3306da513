import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { parseFeed } from '../formats/parse-feed.ts'
import { plainText } from '../text/plain-text.ts'
import { findCorpora, readLines } from './corpora.ts'

interface Expected {
  file: string
  title: string | null
  n: number | null
  entries: { title: string | null }[]
}

t.test('feeds are read as other parsers read them, except where a reason is given', async t => {
  const corpora = findCorpora(t)
  if (!corpora) return
  const reasons: Record<string, string> = JSON.parse(readFileSync(join(import.meta.dirname, 'oracle-differences.json'), 'utf8'))
  const cases = readLines<Expected>(join(corpora, 'feeds-oracle.jsonl'))
  const different = cases.filter(expected => difference(expected, corpora) !== undefined).map(({ file }) => file)

  t.comment(`${cases.length - different.length} of ${cases.length} agree`)
  t.strictSame(different.toSorted(), Object.keys(reasons).toSorted())
  t.ok((cases.length - different.length) / cases.length >= 0.97, 'at least 97 % agree')
})

function difference(expected: Expected, corpora: string): string | undefined {
  const feed = parseFeed({ bytes: readFileSync(join(corpora, expected.file)) })
  if (!same(expected.title, feed.title)) return 'title'
  if (expected.n !== null && expected.n !== feed.entries.length) return 'number of entries'
  const wrong = expected.entries.some(({ title }, index) => !same(title, feed.entries[index]?.title))
  return wrong ? 'title of an entry' : undefined
}

/** The other parsers leave entities and tags in titles: they are decoded and stripped before comparing. */
function same(expected: string | null, title: string | undefined): boolean {
  return expected === null || [plainText(expected, 'html'), plainText(expected, 'text')].includes(title)
}
