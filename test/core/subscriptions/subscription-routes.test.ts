import t from 'tap'
import { createGroup } from '../../../core/groups/create-group.ts'
import { isSubscribed } from '../../../core/subscriptions/subscription.ts'
import { hasRequested } from '../../../core/subscriptions/subscription-request.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeServedSite } from '../../../core/testing/make-site.ts'

t.test('following from a profile, with a form and with a script', async t => {
  const { site, url } = await makeServedSite(t)
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob', { name: 'Bob' })
  const browser = new Browser(url)
  await signInAs(site, browser, ann)

  const profile = await browser.get('/bob')
  t.match(profile.text, 'action="/feeds/bob/subscription"')
  const answer = await browser.post('/feeds/bob/subscription', {}, { referer: `${url}/bob` })
  t.equal(answer.status, 303)
  t.equal(answer.location, '/bob')
  t.ok(await isSubscribed(site.db, { memberId: ann.id, feedId: bob.id }))
  const after = await browser.follow(answer)
  t.match(after.text, 'Unfollow')
  t.match(after.text, 'Undo')

  const part = await browser.post('/feeds/bob/subscription', { _method: 'delete' }, { 'hx-request': 'true' })
  t.equal(part.status, 200)
  t.match(part.text, '<form')
  t.notMatch(part.text, '<html')
  t.match(part.text, 'Follow')
  t.notOk(await isSubscribed(site.db, { memberId: ann.id, feedId: bob.id }))

  const visitor = new Browser(url)
  await visitor.get('/sign-in')
  t.equal((await visitor.post('/feeds/bob/subscription')).status, 401)
})

t.test('nobody follows the whole site in a minute', async t => {
  const { site, url } = await makeServedSite(t)
  const ann = await makeMember(site, 'ann')
  await makeMember(site, 'bob')
  const browser = new Browser(url)
  await signInAs(site, browser, ann)
  await browser.get('/bob')
  for (let n = 0; n < 200; n++) await site.limits.spend('follow', ann.id)
  t.equal((await browser.post('/feeds/bob/subscription')).status, 429)
})

t.test('who follows whom is a page, in portions', async t => {
  const { site, url } = await makeServedSite(t)
  const ann = await makeMember(site, 'ann')
  for (let n = 0; n < 60; n++) {
    const reader = await makeMember(site, `reader${n}x`)
    await site.db.transaction(trx => trx('subscriptions').insert({ memberId: reader.id, feedId: ann.id, createdAt: '2026-01-01' }))
  }
  const browser = new Browser(url)
  const first = await browser.get('/ann/subscribers')
  t.equal(first.text.match(/class="row"/g)?.length, 50)
  const next = /href="(\/ann\/subscribers\?before[^"]+)"/.exec(first.text)?.[1]?.replace('&#x3D;', '=') ?? ''
  const second = await browser.get(next)
  t.equal(second.text.match(/class="row"/g)?.length, 10)
  t.notMatch(second.text, 'before=')
  t.match((await browser.get('/ann/subscriptions')).text, 'does not follow anybody')
})

t.test('requests are answered on a page', async t => {
  const { site, url } = await makeServedSite(t)
  const ann = await makeMember(site, 'ann', { access: 'private' })
  const bob = await makeMember(site, 'bob', { name: 'Bob' })
  await createGroup(site, ann, { name: 'Cooks', handle: 'cooks', description: '', access: 'private' })
  const bobs = new Browser(url)
  await signInAs(site, bobs, bob)
  t.match((await bobs.get('/ann')).text, 'Ask to follow')
  await bobs.post('/feeds/ann/subscription')
  await bobs.post('/groups/cooks/memberships')
  t.match((await bobs.get('/ann')).text, 'You have asked')

  const anns = new Browser(url)
  await signInAs(site, anns, ann)
  const page = await anns.get('/requests')
  t.match(page.text, 'asks to follow you')
  t.match(page.text, /asks to join <a[^>]*>Cooks/)
  t.match((await anns.get('/cooks')).text, 'ask')
  t.equal((await anns.post('/requests/ann/bob')).status, 303)
  t.ok(await isSubscribed(site.db, { memberId: bob.id, feedId: ann.id }))
  t.equal((await anns.post('/requests/cooks/bob', { _method: 'delete' })).status, 303)
  t.match((await anns.get('/requests')).text, 'Nobody is waiting')
  t.match((await anns.get('/ann/subscribers')).text, '/feeds/ann/subscribers/bob')

  t.equal((await bobs.post('/requests/cooks/bob')).status, 403, 'nobody answers their own request')
  t.equal((await new Browser(url).get('/requests')).status, 302)
  t.notOk(await hasRequested(site.db, { memberId: bob.id, feedId: ann.id }))
})
