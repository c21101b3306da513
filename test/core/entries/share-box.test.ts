import t from 'tap'
import { memberActor } from '../../../core/actor.ts'
import { publishEntry } from '../../../core/entries/publish-entry.ts'
import { createGroup } from '../../../core/groups/create-group.ts'
import { findMember } from '../../../core/members/member.ts'
import { subscribe } from '../../../core/subscriptions/subscribe.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeOpenSite, makeServedSite, type Teardown } from '../../../core/testing/make-site.ts'
import { readHome } from '../../../core/timelines/read-home.ts'

async function setUp(t: Teardown) {
  const { site, url } = await makeServedSite(t)
  const ann = await makeMember(site, 'ann')
  const browser = new Browser(url)
  await signInAs(site, browser, ann)
  return { site, url, ann, browser }
}

t.test('what the share box refuses is shown again with the reason and all that was typed', async t => {
  const { site, ann, browser } = await setUp(t)
  const group = await createGroup(site, ann, { name: 'Bakers', handle: 'bakers', description: '', access: 'public' })
  await browser.get('/')
  const refused = await browser.post('/entries', { body: 'Low <water>', link: 'no where', to: [group.id] })
  t.equal(refused.status, 422)
  t.match(refused.text, /class="problem"/)
  t.match(refused.text, /Low &lt;water&gt;/)
  t.match(refused.text, /value="no where"/)
  t.match(refused.text, new RegExp(`value="${group.id}" checked`))
  t.notMatch(refused.text, new RegExp(`value="${ann.id}" checked`))
  const shared = await browser.post('/entries', { body: 'Low water', to: [group.id] }, { referer: `${browser.url}/entries` })
  t.match(shared, { status: 303, location: '/' })
  t.match(await site.db('entries'), [{ body: 'Low water' }])
})

t.test('a link may bring something to share along; who is not signed in does that first', async t => {
  const { url, browser } = await setUp(t)
  const page = await browser.get('/entries?body=Look&link=https://bread.example/')
  t.match(page.text, />Look<\/textarea>[\s\S]*value="https:\/\/bread.example\/"/)
  t.match(await new Browser(url).get('/entries'), { status: 302, location: '/sign-in?next=%2Fentries' })
})

t.test('what one shares stands in one’s home before it is spread to others', async t => {
  const { site, outbox } = await makeOpenSite(t)
  await outbox.close()
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  await subscribe(site, bob, { handle: 'ann' })
  for (const reader of [ann, bob]) await readHome(site, reader, {})
  await publishEntry(site, ann, { body: 'Low water', to: [], uploads: [] })
  const home = async (handle: string) => readHome(site, memberActor(await findMember(site.db, handle)), {})
  t.match((await home('ann')).rows, [{ bodyHtml: '<p>Low water</p>' }])
  t.same((await home('bob')).rows, [])
})

t.test('after a like, a comment and a removal a reader stands where they were', async t => {
  const { site, url, browser } = await setUp(t)
  await browser.get('/')
  await browser.post('/entries', { body: 'Low water' })
  const { id } = await site.db('entries').first()
  const bob = new Browser(url)
  await signInAs(site, bob, await makeMember(site, 'bob'))
  await bob.get('/ann')
  const referer = { referer: `${url}/ann?before=1` }
  t.equal((await bob.post(`/entries/${id}/likes`, {}, referer)).location, `/ann?before=1#entry-${id}`)
  const commented = await bob.post(`/entries/${id}/comments`, { body: 'Yes' }, referer)
  const comment = await site.db('comments').first()
  t.equal(commented.location, `/ann?before=1#comment-${comment.id}`)
  const removed = await bob.post(`/comments/${comment.id}`, { _method: 'delete' }, { referer: 'https://elsewhere.example/x' })
  t.equal(removed.location, `/e/${id}#entry-${id}`)
})
