import sharp from 'sharp'
import t from 'tap'
import { createGroup } from '../../../core/groups/create-group.ts'
import { findGroup } from '../../../core/groups/group.ts'
import { joinGroup } from '../../../core/groups/join-group.ts'
import { maybeRole } from '../../../core/groups/membership.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeServedSite, type Teardown } from '../../../core/testing/make-site.ts'

const cooks = { name: 'Cooks', handle: 'cooks', description: 'What we cook', access: 'public' as const }

async function makeTwo(t: Teardown) {
  const served = await makeServedSite(t)
  const ann = await makeMember(served.site, 'ann', { name: 'Ann' })
  const bob = await makeMember(served.site, 'bob', { name: 'Bob' })
  const anns = new Browser(served.url)
  const bobs = new Browser(served.url)
  await signInAs(served.site, anns, ann)
  await signInAs(served.site, bobs, bob)
  return { ...served, ann, bob, anns, bobs }
}

t.test('starting a group on a page', async t => {
  const { site, url, anns } = await makeTwo(t)
  t.match((await anns.get('/groups')).text, 'href="/groups/new"')
  await anns.get('/groups/new')
  const refused = await anns.post('/groups/new', { name: 'Cooks', handle: 'ann', access: 'private' })
  t.equal(refused.status, 422)
  t.match(refused.text, 'This name is taken')
  t.match(refused.text, /value="private" checked/)
  const answer = await anns.post('/groups/new', { name: 'Cooks', handle: 'cooks', access: 'private' })
  t.equal(answer.location, '/cooks')
  t.match((await anns.follow(answer)).text, 'Your group is there')
  t.equal((await findGroup(site.db, 'cooks')).feed.access, 'private')
  t.equal((await new Browser(url).get('/groups/new')).status, 302)
})

t.test('joining and leaving with a form', async t => {
  const { site, ann, bob, bobs, anns } = await makeTwo(t)
  const group = await createGroup(site, ann, cooks)
  t.match((await bobs.get('/cooks')).text, 'action="/groups/cooks/memberships"')
  const joined = await bobs.post('/groups/cooks/memberships')
  t.equal(joined.location, '/cooks')
  const page = await bobs.follow(joined)
  t.match(page.text, 'You are in')
  t.match(page.text, 'id="share"', 'members post')
  t.match(page.text, 'Stop showing them')
  await bobs.post('/feeds/cooks/subscription', { _method: 'delete' })
  t.equal(await maybeRole(site.db, group.id, bob.id), 'member', 'not to read it at home is not to leave it')
  t.match((await bobs.get('/cooks')).text, 'Show them there')
  await anns.get('/cooks')
  t.match(await anns.post('/groups/cooks/memberships', { _method: 'delete' }), { status: 409, text: /last admin/ })
  await bobs.post('/groups/cooks/memberships', { _method: 'delete' })
  t.equal(await maybeRole(site.db, group.id, bob.id), undefined)
})

t.test('admins run a group on its pages, others cannot', async t => {
  const { site, ann, bob, anns, bobs } = await makeTwo(t)
  const group = await createGroup(site, ann, cooks)
  await joinGroup(site, bob, { handle: 'cooks' })
  t.match((await anns.get('/groups/cooks/members')).text, 'Make admin')
  t.equal((await anns.post('/groups/cooks/members/bob', { _method: 'put', role: 'king' })).status, 422)
  t.equal((await anns.post('/groups/cooks/members/bob', { _method: 'put', role: 'admin' })).status, 303)
  t.equal(await maybeRole(site.db, group.id, bob.id), 'admin')
  t.equal((await anns.post('/groups/cooks/members/bob', { _method: 'put', role: 'member' })).status, 303)
  t.notMatch((await bobs.get('/groups/cooks/members')).text, 'Make admin')
  t.equal((await bobs.get('/groups/cooks/edit')).status, 403)
  await bobs.get('/cooks')
  t.equal((await bobs.post('/groups/cooks/edit', { name: 'Mine' })).status, 403)

  t.match((await anns.get('/groups/cooks/edit')).text, 'value="Cooks"')
  const form = new FormData()
  form.set('name', 'Sunday cooks')
  const png = await sharp({ create: { width: 30, height: 20, channels: 3, background: 'red' } })
    .png()
    .toBuffer()
  form.set('picture', new Blob([Uint8Array.from(png)], { type: 'image/png' }), 'red.png')
  t.equal((await anns.upload('/groups/cooks/edit', form)).location, '/cooks')
  const { feed } = await findGroup(site.db, 'cooks')
  t.match(feed, { name: 'Sunday cooks', description: '', picture: /\.webp$/ })
  t.match((await anns.get('/cooks')).text, `/media/${feed.picture}`)

  form.set('picture', new Blob(['<svg onload="alert(1)">'], { type: 'image/png' }), 'red.png')
  t.match(await anns.upload('/groups/cooks/edit', form), { status: 422, text: /not a picture/ })
  await anns.post('/groups/cooks/edit', { name: 'Sunday cooks', picture: 'x.webp', noPicture: 'yes' })
  t.equal((await findGroup(site.db, 'cooks')).feed.picture, null)
})

t.test('a private group shows its pages to members alone', async t => {
  const { site, ann, anns, bobs } = await makeTwo(t)
  await createGroup(site, ann, { ...cooks, access: 'private' })
  const page = await bobs.get('/cooks')
  t.match(page.text, 'This group is private')
  t.match(page.text, 'Ask to join')
  t.notMatch(page.text, 'What we cook')
  t.equal((await bobs.get('/groups/cooks/members')).status, 404)
  t.equal((await bobs.get('/cooks/subscribers')).status, 403)
  t.notMatch((await bobs.get('/groups')).text, 'Cooks')
  await anns.get('/cooks')
  const left = await anns.post('/groups/cooks/memberships', { _method: 'delete' })
  t.equal(left.location, '/groups')
  t.equal((await anns.get('/cooks')).status, 404)
})
