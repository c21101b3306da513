import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { readServices } from '../read-services.ts'

const corpora = join(import.meta.dirname, '../../../../shared/corpora')

interface Case {
  file: string
  case: string
  input?: [string, unknown]
  expected: string[]
}

// Names that the other library has for services of ours.
const others: Record<string, string> = { blogspot: 'blogger', githubGist: 'github' }

t.test('addresses lead to the feeds to which feedscout leads them', async t => {
  if (!existsSync(corpora)) {
    const sentence = 'skipped: there is no ../shared/corpora beside this repository'
    return process.env.REQUIRE_ALL_SUITES === '1' ? t.fail(sentence) : t.comment(sentence)
  }
  const ids = readServices().map(({ id }) => id)
  const all: Case[] = JSON.parse(readFileSync(join(corpora, 'autodiscovery/feedscout/cases.json'), 'utf8'))
  const ours = all.filter(({ file, case: name, input }) => {
    const service = /handlers\/(\w+)\.test/.exec(file)?.[1] ?? ''
    return ids.includes(others[service] ?? service) && name.includes('resolve') && /^https?:/.test(String(input?.[0]))
  })
  const wrong = ours.filter(one => !agrees(one)).map(({ input }) => input?.[0])
  t.comment(`${ours.length - wrong.length} of ${ours.length} agree`)
  // There the channel's number is taken from a script in the page; here the page's own links are followed.
  t.strictSame(wrong, [
    'https://youtube.com/@veritasium',
    'https://youtube.com/user/pewdiepie',
    'https://youtube.com/c/mkbhd',
    'https://youtube.com/watch?v=abc123',
    'https://youtu.be/abc123',
  ])
})

/** Ours are some of theirs: nobody chooses between four formats of one feed. */
function agrees({ input, expected }: Case): boolean {
  const feeds = feedsFor(input?.[0] ?? '')
  return expected.length === 0 ? feeds.length === 0 : feeds.length > 0 && feeds.every(feed => expected.includes(feed))
}

function feedsFor(url: string): string[] {
  const short = url.replace(/^https?:\/\/(?:www\.)?/, '')
  return readServices().flatMap(({ addresses }) =>
    addresses.flatMap(({ match, feed }) => {
      const groups = feed ? new RegExp(match, 'i').exec(short) : null
      return feed && groups ? [feed.replace(/\{(\w+)\}/g, (_, name: string) => groups.groups?.[name] ?? '')] : []
    }),
  )
}
