import t from 'tap'
import { visitor } from '../../../core/actor.ts'
import { blockMember, unblockMember } from '../../../core/blocks/block-member.ts'
import { muteMember, muteWords, unmuteMember } from '../../../core/blocks/mute-member.ts'
import { publishComment } from '../../../core/comments/publish-comment.ts'
import { findVisibleEntry } from '../../../core/feeds/visibility.ts'
import { likeEntry } from '../../../core/likes/like-entry.ts'
import { subscribe } from '../../../core/subscriptions/subscribe.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeEntry } from '../../../core/testing/make-entry.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeServedSite } from '../../../core/testing/make-site.ts'

async function setUp(t: Parameters<typeof makeServedSite>[0]) {
  const { site, url, outbox } = await makeServedSite(t)
  const [ann, bob, cem] = [await makeMember(site, 'ann'), await makeMember(site, 'bob'), await makeMember(site, 'cem')]
  const as = async (member: typeof ann) => {
    const browser = new Browser(url)
    await signInAs(site, browser, member)
    await browser.get('/settings')
    return browser
  }
  return { site, outbox, ann, bob, cem, as }
}

t.test('who blocks and who is blocked see nothing of each other, until it is taken back', async t => {
  const { site, outbox, ann, bob, cem, as } = await setUp(t)
  await subscribe(site, bob, { handle: 'ann' })
  await subscribe(site, ann, { handle: 'bob' })
  const [byAnn, byBob, byCem] = [
    await makeEntry(site, ann, 'Of Ann'),
    await makeEntry(site, bob, 'Of Bob'),
    await makeEntry(site, cem, 'Of Cem'),
  ]
  await publishComment(site, ann, { entry: byCem.id, body: 'Ann was here' })
  await publishComment(site, bob, { entry: byCem.id, body: 'Bob was here' })
  await likeEntry(site, bob, { entry: byCem.id })
  await outbox.drained()
  await site.db.transaction(trx => trx('notifications').delete())

  const [browserOfAnn, browserOfBob] = [await as(ann), await as(bob)]
  const blocked = await browserOfAnn.post('/settings/blocks', { handle: 'bob' })
  t.match((await browserOfAnn.follow(blocked)).text, /Blocked\. You see nothing of each other[\s\S]*@bob/)
  await blockMember(site, ann, { handle: 'bob' })
  await t.rejects(findVisibleEntry(site.db, bob, byAnn.id), { code: 'entry-not-found' })
  await t.rejects(findVisibleEntry(site.db, ann, byBob.id), { code: 'entry-not-found' })
  await t.rejects(publishComment(site, bob, { entry: byAnn.id, body: 'Hey' }), { code: 'entry-not-found' })
  await t.rejects(subscribe(site, bob, { handle: 'ann' }), { code: 'conflict', message: /see nothing of each other/ })
  t.same(await site.db('subscriptions').whereIn('memberId', [ann.id, bob.id]).whereIn('feedId', [ann.id, bob.id]), [])
  t.notMatch((await browserOfBob.get('/ann')).text, 'Of Ann')
  t.match((await browserOfAnn.get('/bob')).text, 'You have blocked this person')
  const page = (await browserOfAnn.get(`/cem/${byCem.shortId}`)).text
  t.match(page, 'Ann was here')
  t.notMatch(page, /Bob was here|href="\/bob"/)
  t.notMatch((await browserOfAnn.get(`/cem/${byCem.shortId}?comments=all`)).text, 'Bob was here')
  t.match((await (await as(cem)).get(`/cem/${byCem.shortId}`)).text, 'Bob was here', 'others see everything')
  await publishComment(site, bob, { entry: byCem.id, body: 'Hello @ann' })
  await outbox.drained()
  t.same(await site.db('notifications').where({ memberId: ann.id, actorId: bob.id }), [])

  await blockMember(site, bob, { handle: 'ann' })
  await unblockMember(site, ann, { handle: 'bob' })
  await t.rejects(findVisibleEntry(site.db, ann, byBob.id), { code: 'entry-not-found' }, 'the other blocks as well')
  await unblockMember(site, bob, { handle: 'ann' })
  t.same(await site.db('blocks'), [])
  t.equal((await findVisibleEntry(site.db, ann, byBob.id)).id, byBob.id)
})

t.test('who is muted is left out of home and notifications, and does not know', async t => {
  const { site, outbox, ann, bob, as } = await setUp(t)
  await subscribe(site, ann, { handle: 'bob' })
  const entry = await makeEntry(site, ann, 'Mine, about cheese')
  await makeEntry(site, bob, 'Good day')
  await makeEntry(site, bob, 'I like <cheese>, cheesecake')
  await outbox.drained()
  const browser = await as(ann)
  t.match((await browser.get('/')).text, 'Good day')
  await browser.post('/settings/muted-words', { words: ' Cheese \n\ncheese' })
  let home = (await browser.get('/')).text
  t.match(home, /Good day[\s\S]*Mine, about cheese/, 'one reads what one wrote')
  t.notMatch(home, 'cheesecake')
  await muteWords(site, ann, { words: 'chees' })
  t.match((await browser.get('/')).text, 'cheesecake', 'whole words only')
  await browser.post('/settings/mutes', { handle: 'bob' })
  home = (await browser.get('/')).text
  t.notMatch(home, 'Good day')
  t.match((await browser.get('/bob')).text, 'Good day', 'who goes there reads it')
  await publishComment(site, bob, { entry: entry.id, body: 'Brie!' })
  await outbox.drained()
  t.same(await site.db('notifications').where({ memberId: ann.id, actorId: bob.id, kind: 'comment-on-mine' }), [])
  t.match((await browser.get('/settings/blocks')).text, /Muted[\s\S]*@bob/)
  await unmuteMember(site, ann, { handle: 'bob' })
  t.match((await browser.get('/')).text, 'Good day')
})

t.test('nobody blocks or mutes themselves, somebody unknown, or without an account', async t => {
  const { site, ann } = await setUp(t)
  for (const verb of [blockMember, muteMember]) {
    await t.rejects(verb(site, ann, { handle: 'ann' }), { code: 'conflict' })
    await t.rejects(verb(site, ann, { handle: 'nobody' }), { code: 'member-not-found' })
    await t.rejects(verb(site, visitor, { handle: 'ann' }), { code: 'unauthorized' })
  }
  for (const verb of [unblockMember, unmuteMember]) await t.rejects(verb(site, visitor, { handle: 'ann' }), { code: 'unauthorized' })
  await t.rejects(muteWords(site, visitor, { words: '' }), { code: 'unauthorized' })
  await t.rejects(muteWords(site, ann, { words: 'x'.repeat(101) }), { code: 'invalid' })
})
