import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { findFeedLinks } from '../discovery/find-feed-links.ts'
import { findCorpora } from './corpora.ts'

interface Case {
  file: string
  case: string
  input?: [string | null, unknown]
  expected: string[]
}

// The reason why a case is not for us.
const different: Record<string, string> = {
  'should use custom anchorLabels': 'is about an option of the other library',
  'should use custom anchorIgnoredUris': 'is about an option of the other library',
  'should handle very large HTML document': 'the collection has lost its input',
  'should handle document with many potential feed elements': 'the collection has lost its input',
}

t.test('feeds are found on pages as feedscout finds them', async t => {
  const corpora = findCorpora(t)
  if (!corpora) return
  const all: Case[] = JSON.parse(readFileSync(join(corpora, 'autodiscovery/feedscout/cases.json'), 'utf8'))
  const cases = all.filter(({ file }) => file === 'src/common/uris/html/index.test.ts')
  const wrong = cases.filter(({ input, expected }) => {
    const html = input?.[0]
    return typeof html !== 'string' || JSON.stringify(found(html)) !== JSON.stringify(expected)
  })
  t.comment(`${cases.length - wrong.length} of ${cases.length} agree`)
  t.strictSame(
    wrong.map(nameOf).filter(name => !different[name]),
    [],
  )
  t.ok((cases.length - wrong.length) / cases.length >= 0.95, 'at least 95 % agree')
})

function found(html: string): string[] {
  return findFeedLinks(html).links.map(({ href }) => href)
}

function nameOf(one: Case): string {
  return one.case.split(' > ').at(-1) ?? ''
}
