import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { readServices } from '../read-services.ts'

const services = readServices()

/** The address to frame, as the theme will work it out. */
function playerFor(url: string): { embed: string; still?: string; ratio: number } | undefined {
  for (const { match, embed, still, ratio } of services.flatMap(({ players }) => players)) {
    const groups = new RegExp(match, 'i').exec(url)?.groups
    if (groups) return { embed: fill(embed, groups), ...(still ? { still: fill(still, groups) } : {}), ratio }
  }
  return undefined
}

/** The feeds that the rules make of an address. */
function feedsFor(url: string): string[] {
  const short = url.replace(/^https?:\/\/(?:www\.)?/, '')
  return services.flatMap(({ addresses }) =>
    addresses.flatMap(({ match, feed }) => {
      const found = feed ? new RegExp(match, 'i').exec(short) : null
      return feed && found ? [fill(feed, found.groups ?? {})] : []
    }),
  )
}

function fill(template: string, groups: Record<string, string>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => groups[name] ?? '')
}

t.test('every service is there, and each rule matches its own example', async t => {
  const ids = services.map(({ id }) => id)
  const expected = [
    'bluesky',
    'flickr',
    'github',
    'mastodon',
    'medium',
    'podcast',
    'reddit',
    'substack',
    'tumblr',
    'vimeo',
    'wordpress',
    'youtube',
  ]
  t.strictSame(
    expected.filter(id => !ids.includes(id)),
    [],
  )
  for (const { id, addresses } of services) {
    for (const { example, feed } of addresses) if (feed) t.ok(feedsFor(example).length > 0, `${id}: ${example}`)
  }
})

t.test('an address belongs to one service', async t => {
  for (const { id, addresses } of services) {
    for (const { example } of addresses) {
      const short = example.replace(/^https?:\/\/(?:www\.)?/, '')
      const owners = services
        .filter(service => service.addresses.some(({ match }) => new RegExp(match, 'i').test(short)))
        .map(service => service.id)
      t.strictSame(owners, [id], example)
    }
  }
})

t.test('profiles lead to their feeds', async t => {
  t.strictSame(feedsFor('https://mastodon.social/@Gargron'), ['https://mastodon.social/@Gargron.rss'])
  t.strictSame(feedsFor('https://here.example/@ann@there.example'), ['https://there.example/@ann.rss'])
  t.strictSame(feedsFor('https://bsky.app/profile/ann.example.org'), ['https://bsky.app/profile/ann.example.org/rss'])
  t.strictSame(feedsFor('https://www.youtube.com/@ann'), [], 'the page has to be read')
  t.strictSame(feedsFor('https://medium.com/@ann'), ['https://medium.com/feed/@ann'])
  t.strictSame(feedsFor('https://vimeo.com/123456'), [], 'a single film has no feed')
})

t.test('films can be played in a frame', async t => {
  const embed = 'https://www.youtube-nocookie.com/embed/jNQXAC9IVRw'
  for (const url of [
    'https://www.youtube.com/watch?v=jNQXAC9IVRw',
    'https://youtu.be/jNQXAC9IVRw?t=3',
    'https://m.youtube.com/watch?app=x&v=jNQXAC9IVRw',
    'youtube.com/v/jNQXAC9IVRw?version=3',
  ]) {
    t.match(playerFor(url), { embed, still: 'https://i.ytimg.com/vi/jNQXAC9IVRw/hqdefault.jpg', ratio: 1.7778 }, url)
  }
  t.match(playerFor('https://www.youtube.com/shorts/jNQXAC9IVRw'), { embed, ratio: 0.5625 })
  t.match(playerFor('https://vimeo.com/76979871'), { embed: 'https://player.vimeo.com/video/76979871?dnt=1' })
  t.equal(playerFor('https://evil.example/https://www.youtube.com/watch?v=jNQXAC9IVRw'), undefined)
  t.equal(playerFor('https://notyoutube.com/watch?v=jNQXAC9IVRw'), undefined)
})

t.test('a slip in a file is named', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'services-'))
  const sound = { id: 'x', name: 'X', posted: 'posted', icon: 'x', addresses: [], players: [] }
  const slips: [object, RegExp][] = [
    [{ ...sound, id: 'y' }, /x\.json: "id"/],
    [{ ...sound, posted: '' }, /"posted"/],
    [{ ...sound, addresses: [{ match: '(', example: 'https://x.example/' }] }, /"addresses" 1/],
    [{ ...sound, addresses: [{ match: '^x\\.example', feed: 'https://x.example/{name}', example: 'https://x.example/' }] }, /no "name"/],
    [{ ...sound, players: [{ match: '^x', embed: 'http://x.example/', ratio: 1 }] }, /https address/],
  ]
  for (const [value, message] of slips) {
    writeFileSync(join(folder, 'x.json'), JSON.stringify(value))
    t.throws(() => readServices(pathToFileURL(`${folder}/`)), { message })
  }
})
