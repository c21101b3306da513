import t from 'tap'
import { publishComment } from '../../../core/comments/publish-comment.ts'
import { publishEntry } from '../../../core/entries/publish-entry.ts'
import { subscribe } from '../../../core/subscriptions/subscribe.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeServedSite } from '../../../core/testing/make-site.ts'

t.test('the page shows what is new, and showing it makes it read', async t => {
  const { site, url, outbox } = await makeServedSite(t)
  const ann = await makeMember(site, 'ann', { name: 'Ann' })
  const bob = await makeMember(site, 'bob', { name: 'Bob' })
  const cem = await makeMember(site, 'cem', { name: 'Cem' })
  const browser = new Browser(url)
  await signInAs(site, browser, ann)
  t.match((await browser.get('/notifications')).text, 'All quiet')

  const entry = await publishEntry(site, ann, { body: 'Bread & <b>butter</b>', to: [], uploads: [] })
  await subscribe(site, bob, { handle: 'ann' })
  const first = await publishComment(site, bob, { entry: entry.id, body: 'Nice one' })
  await publishComment(site, cem, { entry: entry.id, body: 'Indeed' })
  await outbox.drained()

  t.match((await browser.get('/')).text, /class="count"[^>]*>3/)
  const page = await browser.get('/notifications')
  t.match(page.text, 'Today')
  t.match(page.text, /Bob<\/a> and <a[^>]*>Cem<\/a> commented on <a[^>]*><bdi>“Bread &amp; &lt;b&gt;butter&lt;\/b&gt;”/)
  t.match(page.text, 'Nice one')
  t.match(page.text, `#comment-${first.id}`, 'the link leads to where the reader left off')
  t.match(page.text, /Bob<\/a> follows you now/)
  t.equal(page.text.match(/class="notification unread"/g)?.length, 2)
  t.notMatch((await browser.get('/notifications')).text, 'notification unread')
  t.match((await browser.get('/')).text, 'data-unread hidden')
})

t.test('a page marks what it covers; older ones stay unread until they are shown or all are marked', async t => {
  const { site, url } = await makeServedSite(t)
  const ann = await makeMember(site, 'ann')
  const day = 86_400_000
  const rows: object[] = []
  for (let n = 0; n < 90; n++) {
    const bob = await makeMember(site, `bob${n}x`)
    const at = new Date(site.now().getTime() - 10 * day + n * 60_000).toISOString()
    rows.push({ id: bob.id, memberId: ann.id, kind: 'subscriber', actorId: bob.id, about: `follower:${bob.id}`, createdAt: at })
  }
  await site.db.transaction(trx => trx('notifications').insert(rows))
  const unread = async (): Promise<number> => Number((await site.db('notifications').whereNull('readAt').count('* as n'))[0]?.n)
  const browser = new Browser(url)
  await signInAs(site, browser, ann)

  t.equal((await browser.get('/notifications', { 'sec-purpose': 'prefetch' })).status, 200)
  t.equal(await unread(), 90, 'a page that is only fetched ahead was not read')
  const first = await browser.get('/notifications')
  t.equal(first.text.match(/<li class="notification/g)?.length, 40)
  t.equal(await unread(), 50)
  const next = /href="(\/notifications\?before[^"]+)"/.exec(first.text)?.[1]?.replace('&#x3D;', '=') ?? ''
  const second = await browser.get(next)
  t.equal(second.text.match(/<li class="notification/g)?.length, 40)
  t.notMatch(second.text, /@?bob89x/, 'nothing is shown twice')
  t.equal(await unread(), 10)
  t.equal((await browser.post('/notifications/unread', { _method: 'delete' })).status, 303)
  t.equal(await unread(), 0)
  t.equal((await browser.get('/notifications?before=nonsense')).status, 422)
})

t.test('visitors have no notifications, and a request is answered where it is shown', async t => {
  const { site, url, outbox } = await makeServedSite(t)
  const ann = await makeMember(site, 'ann', { access: 'private' })
  const bob = await makeMember(site, 'bob')
  t.match(await new Browser(url).get('/notifications'), { status: 302, location: /^\/sign-in/ })
  await subscribe(site, bob, { handle: 'ann' })
  await outbox.drained()
  const browser = new Browser(url)
  await signInAs(site, browser, ann)
  const page = await browser.get('/notifications')
  t.match(page.text, 'asks to follow you')
  t.match(page.text, 'action="/requests/ann/bob"')
  await browser.post('/requests/ann/bob')
  t.notMatch((await browser.get('/notifications')).text, 'action="/requests/ann/bob"')
})

t.test('what a member can no longer see is no longer spoken of', async t => {
  const { site, url, outbox } = await makeServedSite(t)
  const ann = await makeMember(site, 'ann', { access: 'private' })
  const bob = await makeMember(site, 'bob')
  await site.db.transaction(trx => trx('subscriptions').insert({ memberId: bob.id, feedId: ann.id, createdAt: '2026-01-01' }))
  await publishEntry(site, ann, { body: 'A secret for @bob', to: [], uploads: [] })
  await outbox.drained()
  await site.db.transaction(trx => trx('subscriptions').delete())
  const browser = new Browser(url)
  await signInAs(site, browser, bob)
  t.notMatch((await browser.get('/')).text, 'data-unread hidden')
  t.notMatch((await browser.get('/notifications')).text, 'secret')
  t.match((await browser.get('/')).text, 'data-unread hidden', 'and does not keep the number up')
})

t.test('choosing what comes by mail', async t => {
  const { site, url } = await makeServedSite(t)
  const ann = await makeMember(site, 'ann')
  const browser = new Browser(url)
  await signInAs(site, browser, ann)
  const page = await browser.get('/settings/notifications')
  t.match(page.text, 'sends no e-mail')
  t.match(page.text, /value="mention" checked/)
  t.notMatch(page.text, 'value="waiting"', 'only admins are asked to approve')
  await browser.post('/settings/notifications', { kinds: ['mention', 'request'] })
  const after = await browser.get('/settings/notifications')
  t.match(after.text, /value="mention" checked/)
  t.notMatch(after.text, /value="subscriber" checked/)
  t.equal((await browser.post('/settings/notifications', { kinds: ['everything'] })).status, 422)
  t.equal((await new Browser(url).get('/settings/notifications')).status, 302)
})
