import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { makeProgram } from '../../../core/cli/program.ts'
import type { OpenSite } from '../../../core/open-site.ts'
import { leaseSources } from '../../../core/sources/due-sources.ts'
import { fetchSource } from '../../../core/sources/fetch-source.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeOpenSite, root } from '../../../core/testing/make-site.ts'
import { makeSource } from '../../../core/testing/make-source.ts'
import { atomOf, FeedServer } from '../sources/feed-server.ts'
import { tributary } from './run-command.ts'

t.setTimeout(60_000)

const lines = (out: string) =>
  out
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))

/** Runs a command on a site that is open already, and returns what it prints. */
async function command(opened: OpenSite, ...args: string[]): Promise<unknown[]> {
  const printed: unknown[] = []
  const cli = {
    root,
    environment: {},
    config: () => opened.site.config,
    open: async () => opened,
    print: (value: unknown) => printed.push(value),
    close: async () => {},
  }
  await makeProgram(cli).parseAsync(['source', ...args, '--json'], { from: 'user' })
  return printed
}

t.test('a source is added, listed and refreshed', async t => {
  const feeds = await FeedServer.start(t)
  const opened = await makeOpenSite(t, { env: { ALLOW_PRIVATE_ADDRESSES: '127.0.0.1' } })
  await makeMember(opened.site, 'ann')
  feeds.serve('/feed', atomOf(3))
  const address = `${feeds.url}/feed`
  const run = (...args: string[]) => command(opened, ...args)

  const added = await run('add', '--member', 'ann', address, '--as-message')
  t.match(added, [{ address, title: 'Tea notes', type: 'feed', outcome: 'ok', imported: 3, updated: 0 }])
  await t.rejects(run('add', '--member', 'ann', address), { code: 'conflict' })
  await t.rejects(run('add', '--member', 'ann', `${feeds.url}/gone`), { code: 'invalid', message: /404/ })
  await t.rejects(run('add', '--member', 'nobody', address), { code: 'member-not-found' })

  t.match(await run('list', '--member', 'ann'), [
    [{ member: 'ann', address, title: 'Tea notes', status: /^last fetched .* ago: 3 new$/, outcome: 'ok' }],
  ])

  feeds.serve('/feed', atomOf(5).replace('Entry 1', 'Entry one'))
  t.same(await run('refresh', '--member', 'ann'), [{ address, outcome: 'ok', imported: 2, updated: 1 }])
  feeds.paths.clear()
  t.match(await run('refresh'), [{ address, outcome: 'refused', imported: 0, updated: 0, problem: /404/ }])
})

t.test('a refresh reports what the running site is fetching at that moment', async t => {
  const feeds = await FeedServer.start(t)
  const opened = await makeOpenSite(t, { env: { ALLOW_PRIVATE_ADDRESSES: '127.0.0.1' } })
  const { site } = opened
  feeds.serve('/feed', atomOf(3))
  const source = await makeSource(site, await makeMember(site, 'ann'), { url: `${feeds.url}/feed` })
  const [leased] = await leaseSources(site.db, [source.id], site.now())
  const refreshed = command(opened, 'refresh')
  await fetchSource(site, leased!)
  t.same(await refreshed, [{ address: source.url, outcome: 'ok', imported: 3, updated: 0 }])
  t.equal(feeds.asked.length, 1)
})

t.test('a preview needs no account and no database, and reads files and addresses', async t => {
  const feeds = await FeedServer.start(t)
  const folder = mkdtempSync(join(tmpdir(), 'tributary-test-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const write = (name: string, text: string | Buffer) => {
    const file = join(folder, name)
    writeFileSync(file, text)
    return file
  }
  feeds.serve('/feed', atomOf(1))
  const good = write('good.xml', atomOf(2, { html: '<p onclick="x()">Hi<script>x()</script></p>' }))
  const latin = write('latin.xml', Buffer.from(atomOf(1).replace('Entry 1', 'Caf\xe9').replace('?>', ' ?>'), 'latin1'))
  const inputs = [good, write('bad.xml', 'no feed'), join(folder, 'missing.xml'), `${feeds.url}/feed`, 'http://10.0.0.1/', latin]
  // A database that cannot be reached shows that none is asked for.
  const env = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none', ALLOW_PRIVATE_ADDRESSES: '127.0.0.1', LOG_LEVEL: 'error' }
  const ran = await tributary(env, 'source', 'preview', ...inputs, '--json', '--content-type', 'application/atom+xml; charset=iso-8859-1')
  t.equal(ran.code, 0, ran.problems)

  const previews = lines(ran.out)
  t.same(
    previews.map(({ input, outcome }) => [input, outcome]),
    inputs.map((input, index) => [input, ['ok', 'unreadable', 'no-file', 'ok', 'private-address', 'ok'][index]]),
  )
  t.match(previews[0], {
    title: 'Tea notes',
    entries: [
      {
        id: 'tag:tea.example,2026:2',
        title: 'Entry 2',
        url: 'https://tea.example/2',
        publishedAt: '2026-01-01T00:02:00.000Z',
        author: null,
        html: '<p>Hi</p>',
        media: [],
      },
      {},
    ],
  })
  t.match(previews[1], { title: null, entries: [], problem: /feed/ })
  t.equal(previews[5].entries[0].title, 'Café')
})
