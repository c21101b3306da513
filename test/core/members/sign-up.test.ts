import t from 'tap'
import { system, visitor } from '../../../core/actor.ts'
import { changeSetting } from '../../../core/config/change-setting.ts'
import { addMember } from '../../../core/members/add-member.ts'
import { approveMember, refuseMember } from '../../../core/members/approve-member.ts'
import { listWaiting } from '../../../core/members/list-waiting.ts'
import { findMember } from '../../../core/members/member.ts'
import { signUp } from '../../../core/members/sign-up.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeOpenSite, makeServedSite, makeSite } from '../../../core/testing/make-site.ts'

const client = { address: '203.0.113.9', agent: 'test' }
const ann = { handle: 'ann', name: ' Ann  \u202eAlder ', email: 'ann@example.org', password: 'seven quiet herons wade', client }

t.test('whoever signs up to an open site is in', async t => {
  const { site, outbox } = await makeOpenSite(t)
  // What is announced stays where it can be seen.
  await outbox.close()
  const { memberId, token } = await signUp(site, visitor, ann)
  t.ok(token)
  const member = await findMember(site.db, 'ann')
  t.match(member, { id: memberId, role: 'member', email: 'ann@example.org', waitingSince: null })
  t.equal(member.feed.name, 'Ann Alder', 'on one line, without what turns the text around')
  t.same(await site.db('outbox').select('name'), [{ name: 'member.joined' }])
})

t.test('a handle or an e-mail address is given once', async t => {
  const site = await makeSite(t)
  await signUp(site, visitor, ann)
  await t.rejects(signUp(site, visitor, { ...ann, email: 'b@example.org' }), { code: 'invalid', problems: { handle: /taken/ } })
  await t.rejects(signUp(site, visitor, { ...ann, handle: 'bob', email: 'ANN@example.org ' }), {
    code: 'invalid',
    problems: { email: /account with this e-mail/ },
  })
})

t.test('of two who sign up with one handle at the same moment, one is told', async t => {
  const site = await makeSite(t)
  const results = await Promise.allSettled([signUp(site, visitor, ann), signUp(site, visitor, { ...ann, email: 'b@example.org' })])
  t.same(results.map(result => result.status).sort(), ['fulfilled', 'rejected'])
  const refused = results.find(result => result.status === 'rejected')
  t.match(refused?.reason, { code: 'invalid', problems: { handle: /taken/ } })
})

t.test('a closed site and a site by invitation take nobody who just comes along', async t => {
  const site = await makeSite(t)
  await changeSetting(site, system, { key: 'signUp', value: 'closed' })
  await t.rejects(signUp(site, visitor, ann), { code: 'forbidden' })
  await changeSetting(site, system, { key: 'signUp', value: 'invite' })
  await t.rejects(signUp(site, visitor, ann), { code: 'forbidden', message: /invitation/ })
  await t.rejects(signUp(site, visitor, { ...ann, invitation: 'guess' }), { code: 'forbidden', message: /not valid/ })
})

t.test('who signs up too often has to wait', async t => {
  const site = await makeSite(t)
  for (let n = 0; n < 20; n++) await t.rejects(signUp(site, visitor, { ...ann, password: 'short' }), { code: 'invalid' })
  await t.rejects(signUp(site, visitor, ann), { code: 'limit-exceeded' })
})

t.test('by approval: nobody sees who waits, until an admin lets them in', async t => {
  const running = await makeServedSite(t)
  const { site, url } = running
  await changeSetting(site, system, { key: 'signUp', value: 'approval' })
  const browser = new Browser(url)
  t.match((await browser.get('/sign-up')).text, /looks at every new account/)
  const { client: _client, ...fields } = ann
  const sent = await browser.post('/sign-up', fields)
  t.equal(sent.location, '/welcome/waiting')
  t.match((await browser.follow(sent)).text, /will look at your account/)
  t.equal((await browser.get('/ann')).status, 404)
  t.equal((await browser.post('/sign-in', { login: 'ann', password: ann.password })).status, 403)

  const rita = await makeMember(site, 'rita', { role: 'admin' })
  const admin = new Browser(url)
  await signInAs(site, admin, rita)
  t.match((await admin.get('/members/waiting')).text, /@ann/)
  t.equal((await admin.post('/members/waiting/ann')).location, '/members/waiting')
  t.equal((await browser.get('/ann')).status, 200)
  t.equal((await browser.post('/sign-in', { login: 'ann', password: ann.password })).location, '/')
})

t.test('who is refused leaves nothing behind', async t => {
  const site = await makeSite(t)
  await changeSetting(site, system, { key: 'signUp', value: 'approval' })
  const rita = await makeMember(site, 'rita', { role: 'admin' })
  await signUp(site, visitor, ann)
  t.match(await listWaiting(site, rita), [{ handle: 'ann', email: 'ann@example.org' }])

  await refuseMember(site, rita, { handle: 'ann' })
  t.same(await listWaiting(site, rita), [])
  await t.rejects(findMember(site.db, 'ann'), { code: 'member-not-found' })
  await signUp(site, visitor, ann)
})

t.test('only admins approve, and only who waits', async t => {
  const site = await makeSite(t)
  await changeSetting(site, system, { key: 'signUp', value: 'approval' })
  const bob = await makeMember(site, 'bob')
  const rita = await makeMember(site, 'rita', { role: 'admin' })
  await signUp(site, visitor, ann)
  await t.rejects(listWaiting(site, bob), { code: 'forbidden' })
  await t.rejects(approveMember(site, bob, { handle: 'ann' }), { code: 'forbidden' })
  await t.rejects(refuseMember(site, bob, { handle: 'ann' }), { code: 'forbidden' })
  await t.rejects(refuseMember(site, rita, { handle: 'bob' }), { code: 'conflict' })
  await t.rejects(approveMember(site, rita, { handle: 'nobody' }), { code: 'member-not-found' })
})

t.test('the page shows what is wrong beside each field, and signs in when nothing is', async t => {
  const { url } = await makeServedSite(t)
  const browser = new Browser(url)
  await browser.get('/sign-up')
  const { client: _client, ...fields } = ann
  const wrong = await browser.post('/sign-up', { ...fields, email: 'not an address', handle: '' })
  t.equal(wrong.status, 422)
  t.match(wrong.text, /id="field-email-problem"/)
  t.match(wrong.text, /id="field-handle-problem"/)
  t.notMatch(wrong.text, ann.password)

  const done = await browser.post('/sign-up', fields)
  t.equal(done.location, '/welcome')
  t.match((await browser.follow(done)).text, /Welcome, Ann/)
  t.equal((await browser.get('/sign-up')).location, '/')
})

t.test('an admin adds a member whatever sign-up is set to', async t => {
  const site = await makeSite(t)
  await changeSetting(site, system, { key: 'signUp', value: 'closed' })
  const rita = await makeMember(site, 'rita', { role: 'admin' })
  await addMember(site, rita, { handle: 'ann', email: 'ann@example.org', role: 'member' })
  t.match(await findMember(site.db, 'ann'), { email: 'ann@example.org', role: 'member' })
  await t.rejects(addMember(site, rita, { handle: 'ann', role: 'member' }), { code: 'invalid', problems: { handle: /taken/ } })
  await t.rejects(addMember(site, await makeMember(site, 'bob'), { handle: 'cem', role: 'admin' }), { code: 'forbidden' })
})

t.test('the page says when nobody can just join', async t => {
  const { site, url } = await makeServedSite(t)
  const browser = new Browser(url)
  await changeSetting(site, system, { key: 'signUp', value: 'closed' })
  t.match((await browser.get('/sign-up')).text, /The doors are closed/)
  await changeSetting(site, system, { key: 'signUp', value: 'invite' })
  const page = await browser.get('/sign-up')
  t.match(page.text, /You need an invitation to join/)
  t.notMatch(page.text, /name="password"/)
})
