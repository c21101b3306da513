import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FetchedFeed } from 'core/api'
import t from 'tap'
import { parseFeed } from '../formats/parse-feed.ts'
import { Unreadable } from '../formats/unreadable.ts'
import { findCorpora, listFiles } from './corpora.ts'

// Collections without expectations: they must be read, or refused with a sentence, and quickly.
for (const collection of ['feedvalidator', 'feedjira', 'netnewswire', 'rome', 'node-feedparser']) {
  t.test(`${collection}: nothing crashes or hangs, and feeds have entries`, async t => {
    const corpora = findCorpora(t)
    if (!corpora) return
    const reasons: Record<string, string> = JSON.parse(readFileSync(join(import.meta.dirname, 'real-feeds-without-entries.json'), 'utf8'))
    const slow: string[] = []
    const empty: string[] = []
    let read = 0
    for (const file of listFiles(join(corpora, collection))) {
      const bytes = readFileSync(join(corpora, collection, file))
      const start = worked()
      const feed = maybeFeed(bytes)
      if (worked() - start > 5_000) slow.push(file)
      if (feed) read++
      if (holdsEntries(bytes) && !feed?.entries.length) empty.push(`${collection}/${file}`)
    }
    t.comment(`${read} feeds read`)
    t.strictSame(slow, [])
    t.strictSame(
      empty,
      Object.keys(reasons).filter(file => file.startsWith(`${collection}/`)),
    )
  })
}

function maybeFeed(bytes: Uint8Array): FetchedFeed | undefined {
  try {
    return parseFeed({ bytes, url: 'https://example.org/feed' })
  } catch (error) {
    if (error instanceof Unreadable) return undefined
    throw error
  }
}

/** Says from the bare text whether somebody meant to publish entries. */
function holdsEntries(bytes: Buffer): boolean {
  const text = bytes.toString('latin1').replace(/<!--[\s\S]*?-->/g, '')
  if (/^\s*\{/.test(text)) return /"items?"\s*:\s*\[/.test(text)
  return /<(?:[\w.-]+:)?(?:rss|rdf|feed|channel)[\s>]/i.test(text) && /<(?:[\w.-]+:)?(?:item|entry)[\s>]/i.test(text)
}

/** Milliseconds of work so far: a busy machine makes a test late, not long. */
function worked(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
