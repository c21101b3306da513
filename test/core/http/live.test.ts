import t from 'tap'
import { request } from 'undici'
import { publishEntry } from '../../../core/entries/publish-entry.ts'
import { closeEndedStreams } from '../../../core/http/live-sessions.ts'
import { sessionCookie } from '../../../core/http/session.ts'
import { subscribe } from '../../../core/subscriptions/subscribe.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeServedSite } from '../../../core/testing/make-site.ts'

/** An open stream: what came in so far, and a wait for more. */
async function listen(url: string, browser: Browser, path: string, headers: Record<string, string> = {}) {
  const cookie = `${sessionCookie}=${browser.cookies.get(sessionCookie) ?? ''}`
  const answer = await request(url + path, { headers: { cookie, accept: 'text/event-stream', 'accept-encoding': 'gzip', ...headers } })
  const heard = { text: '', ended: false, answer, until, stop: () => answer.body.destroy() }
  answer.body.on('data', chunk => {
    heard.text += chunk
  })
  answer.body.on('error', () => {})
  answer.body.on('close', () => {
    heard.ended = true
  })
  async function until(done: (heard: { text: string; ended: boolean }) => boolean): Promise<void> {
    for (let waits = 0; !done(heard) && waits < 200; waits++) await new Promise(resolve => setTimeout(resolve, 10))
  }
  return heard
}

const entry = { body: 'Hello', to: [], uploads: [] }

t.test('an open home page hears of what friends share, a public one of everything', async t => {
  const { site, url, outbox } = await makeServedSite(t)
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  const cem = await makeMember(site, 'cem')
  await subscribe(site, ann, { handle: 'bob' })
  const browsers = await Promise.all(
    [ann, cem].map(async member => {
      const browser = new Browser(url)
      await signInAs(site, browser, member)
      await browser.get('/')
      return browser
    }),
  )
  const [anns, cems] = browsers as [Browser, Browser]
  const home = await listen(url, anns, '/live')
  const other = await listen(url, cems, '/live')
  const everyone = await listen(url, new Browser(url), '/live?feed=public')
  t.equal(home.answer.statusCode, 200)
  t.match(home.answer.headers['content-type'], /^text\/event-stream/)
  t.notOk(home.answer.headers['content-encoding'], 'a compressed stream would wait for more')

  await publishEntry(site, bob, entry)
  await outbox.drained()
  await home.until(({ text }) => text.includes('event: news'))
  await everyone.until(({ text }) => text.includes('event: news'))
  t.match(home.text, 'event: news')
  t.match(everyone.text, 'event: news')
  t.notMatch(other.text, 'event: news')
  for (const stream of [home, other, everyone]) stream.stop()
})

t.test('who was away for a moment is told to look', async t => {
  const { site, url } = await makeServedSite(t)
  const ann = await makeMember(site, 'ann')
  const browser = new Browser(url)
  await signInAs(site, browser, ann)
  const stream = await listen(url, browser, '/live', { 'last-event-id': '1' })
  await stream.until(({ text }) => text.includes('notifications'))
  t.match(stream.text, 'event: news')
  t.match(stream.text, 'event: notifications\ndata: {"unread":0}')
  stream.stop()
})

t.test('the sixth page of one member closes the first', async t => {
  const { site, url } = await makeServedSite(t)
  const ann = await makeMember(site, 'ann')
  const browser = new Browser(url)
  await signInAs(site, browser, ann)
  const streams = []
  for (let n = 0; n < 6; n++) streams.push(await listen(url, browser, '/live'))
  await streams[0]!.until(({ ended }) => ended)
  t.match(streams[0]!.text, 'event: closed')
  t.same(
    streams.map(({ ended }) => ended),
    [true, false, false, false, false, false],
  )
  for (const stream of streams) stream.stop()
})

t.test('a revoked session takes its streams along', async t => {
  const { site, url } = await makeServedSite(t)
  const ann = await makeMember(site, 'ann')
  const browser = new Browser(url)
  await signInAs(site, browser, ann)
  const stream = await listen(url, browser, '/live')
  const visitor = await listen(url, new Browser(url), '/live?feed=public')
  await closeEndedStreams(site)
  t.notOk(stream.ended)
  await site.db.transaction(trx => trx('sessions').delete())
  await closeEndedStreams(site)
  await stream.until(({ ended }) => ended)
  t.ok(stream.ended)
  t.notOk(visitor.ended)
  visitor.stop()
})

t.test('a page that was closed is forgotten', async t => {
  const { site, url } = await makeServedSite(t)
  const stream = await listen(url, new Browser(url), '/live?feed=public')
  t.same(site.live.channels(), ['public'])
  stream.stop()
  for (let waits = 0; site.live.channels().length > 0 && waits < 200; waits++) await new Promise(resolve => setTimeout(resolve, 10))
  t.same(site.live.channels(), [])
})

t.test('a site that stops does not wait for open pages', async t => {
  const { site, url, close } = await makeServedSite(t)
  const ann = await makeMember(site, 'ann')
  const browser = new Browser(url)
  await signInAs(site, browser, ann)
  const stream = await listen(url, browser, '/live')
  await close()
  await stream.until(({ ended }) => ended)
  t.ok(stream.ended)
})

t.test('visitors have no home to follow, and nobody follows nonsense', async t => {
  const { url } = await makeServedSite(t)
  const browser = new Browser(url)
  t.match(await browser.get('/live'), { status: 302, location: /^\/sign-in/ })
  t.equal((await browser.get('/live?feed=secret')).status, 422)
})
