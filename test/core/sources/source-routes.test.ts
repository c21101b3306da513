import t from 'tap'
import { Browser } from '../../../core/testing/browse.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeServedSite, type Teardown } from '../../../core/testing/make-site.ts'
import { makeSource } from '../../../core/testing/make-source.ts'
import { atomOf, FeedServer } from './feed-server.ts'

async function setUp(t: Teardown) {
  const feeds = await FeedServer.start(t)
  const { site, url, outbox } = await makeServedSite(t, { env: { ALLOW_PRIVATE_ADDRESSES: '127.0.0.1' } })
  const ann = await makeMember(site, 'ann')
  const browser = new Browser(url)
  await signInAs(site, browser, ann)
  feeds.serve('/feed', atomOf(7, { link: `${feeds.url}/` }))
  feeds.serve('/', `<html><head><link rel="alternate" type="application/atom+xml" href="/feed"></head><body>Blog</body></html>`, {
    'content-type': 'text/html',
  })
  return { feeds, site, url, outbox, ann, browser }
}

t.test('a member pastes an address, looks, connects, changes options and removes', async t => {
  const { feeds, browser, site, url } = await setUp(t)
  t.match((await browser.get('/sources')).text, /Nothing connected yet/)

  const found = await browser.get(`/sources/found?address=${encodeURIComponent(`${feeds.url}/`)}`)
  t.equal(found.status, 200)
  t.match(found.text, /Tea notes/)
  t.match(found.text, /Entry 7[\s\S]*Entry 3/)
  t.notMatch(found.text, /Entry 2/)
  t.equal((await site.db('sources')).length, 0)

  const connected = await browser.post('/sources', { type: 'feed', url: `${feeds.url}/feed`, title: 'Tea notes' })
  t.match(connected, { status: 303, location: '/sources' })
  const list = await browser.follow(connected)
  t.match(list.text, /Connected\. 7 entries came in\./)
  t.match(list.text, /last fetched 1 min ago: 7 new/)
  const { id } = await site.db('sources').first()

  t.match((await browser.get(`/sources/${id}`)).text, /Only entries by this author/)
  t.equal((await browser.post(`/sources/${id}`, { _method: 'put', asMessage: 'yes' })).status, 303)
  t.match((await browser.get('/sources')).text, /as messages/)
  t.match(await browser.post(`/sources/${id}/fetches`), { status: 409 })
  await browser.post(`/sources/${id}/pause`)
  t.match((await browser.get('/sources')).text, /paused since/)
  await browser.post(`/sources/${id}/pause`, { _method: 'delete' })

  t.match((await browser.get(`/sources/${id}/verification`)).text, /rel&#x3D;&quot;me&quot;/)
  t.match(await browser.post(`/sources/${id}/verification`), { status: 422, text: /Neither the link nor the code/ })

  t.match((await browser.get(`/sources/${id}/removal`)).text, /Remove them as well/)
  const other = new Browser(url)
  await signInAs(site, other, await makeMember(site, 'bob'))
  await other.get('/sources')
  for (const path of ['', '/removal', '/verification']) t.equal((await other.get(`/sources/${id}${path}`)).status, 404)
  t.equal((await other.post(`/sources/${id}`, { _method: 'delete', imported: 'remove' })).status, 404)

  t.equal((await browser.post(`/sources/${id}`, { _method: 'delete' })).status, 422)
  await browser.post(`/sources/${id}`, { _method: 'delete', imported: 'remove' })
  t.match((await browser.get('/sources')).text, /Disconnected, and 7 entries removed/)
  t.same(await site.db('sources'), [])
})

t.test('an address where nothing is comes back with the reason beside it', async t => {
  const { feeds, browser, url } = await setUp(t)
  feeds.serve('/page', '<html><body>Nothing</body></html>', { 'content-type': 'text/html' })
  const page = await browser.get(`/sources/found?address=${encodeURIComponent(`${feeds.url}/gone`)}`)
  t.match(page, { status: 422, text: /404 Not Found/ })
  t.match(page.text, /value="http:\/\/127\.0\.0\.1/)
  t.match(await browser.get('/sources/found?address=http://10.0.0.1/'), { status: 422, text: /class="problem"/ })
  t.match(await new Browser(url).get('/sources'), { status: 302, location: /sign-in/ })
})

t.test('a list from another reader: choose, connect, take along', async t => {
  const { feeds, browser, site } = await setUp(t)
  await browser.get('/sources')
  const form = new FormData()
  const opml = `<opml><body><outline text="Mine"><outline type="rss" text="Tea &amp; more" xmlUrl="${feeds.url}/feed"/></outline><outline xmlUrl="https://other.example/feed"></body>`
  form.set('list', new Blob([opml]), 'feeds.opml')
  const shown = await browser.upload('/sources/lists', form)
  t.match(shown, { status: 200, text: /Tea &amp; more/ })
  t.match(shown.text, /Mine/)
  const [, value] = /name="feeds" value="([^"]+)"/.exec(shown.text) ?? []
  const chosen = await browser.post('/sources/connections', { feeds: value!.replaceAll('&amp;', '&') })
  t.equal(chosen.status, 303)
  t.match(await site.db('sources').select('url', 'title'), [{ url: `${feeds.url}/feed`, title: 'Tea & more' }])

  const list = await browser.get('/sources.opml')
  t.match(list.headers['content-disposition'], /ann-sources\.opml/)
  t.match(list.text, /xmlUrl="http:\/\/127\.0\.0\.1:\d+\/feed"/)

  const empty = new FormData()
  empty.set('list', new Blob(['no list']), 'feeds.opml')
  t.match(await browser.upload('/sources/lists', empty), { status: 422, text: /No feeds were found in this file/ })
})

t.test('claims: only who shows that an address is theirs', async t => {
  const { feeds, browser, site, outbox, ann, url } = await setUp(t)
  const bob = await makeMember(site, 'bob')
  const shown = await browser.get('/sources/claims')
  const [code] = /tributary-[0-9a-f]{20}/.exec(shown.text) ?? []
  t.match(await browser.post('/sources/claims', { address: feeds.url }), { status: 422 })
  feeds.serve('/feed', atomOf(2, { link: `${feeds.url}/` }).replace('<id>', `<subtitle>${code}</subtitle><id>`))
  await makeSource(site, bob, { url: `${feeds.url}/feed` })
  const answer = await browser.post('/sources/claims', { address: feeds.url })
  t.match((await browser.follow(answer)).text, /taken out of one stream/)
  t.same(await site.db('sources'), [])
  await outbox.drained()
  t.match(await site.db('notifications'), [{ memberId: bob.id, kind: 'source-claimed', actorId: ann.id }])
  const other = new Browser(url)
  await signInAs(site, other, bob)
  t.match((await other.get('/notifications')).text, /has shown that a source of yours is theirs/)
})
