import t from 'tap'
import { system, visitor } from '../../../core/actor.ts'
import { findMember } from '../../../core/members/member.ts'
import { setUpSite } from '../../../core/setup/set-up-site.ts'
import { makeSetupCode } from '../../../core/setup/setup-code.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeServedSite, makeSite } from '../../../core/testing/make-site.ts'

const client = { address: '127.0.0.1', agent: 'test' }
const ann = { siteName: 'The Delta', handle: 'Ann', email: 'Ann@example.org', password: 'seven quiet herons wade' }

t.test('the code that was printed makes the first admin and names the site', async t => {
  const site = await makeSite(t, { isNew: true })
  const oneTime = await makeSetupCode(site)

  const { token } = await setUpSite(site, visitor, { ...ann, oneTime: oneTime.toUpperCase(), client })

  const member = await findMember(site.db, 'ann')
  t.equal(member.role, 'admin')
  t.equal(member.email, 'ann@example.org')
  t.ok(token)
  t.match(site.settings, { siteName: 'The Delta', setUpAt: /^20/ })
})

t.test('without the code nobody takes the site over', async t => {
  const site = await makeSite(t, { isNew: true })
  await t.rejects(setUpSite(site, visitor, { ...ann, client }), { code: 'invalid', problems: { oneTime: /not the code/ } })
  await makeSetupCode(site)
  await t.rejects(setUpSite(site, visitor, { ...ann, oneTime: 'aaaa-bbbb-cccc', client }), { code: 'invalid' })
  t.equal(site.settings.setUpAt, '')
})

t.test('guessing the code ends soon', async t => {
  const site = await makeSite(t, { isNew: true })
  const oneTime = await makeSetupCode(site)
  for (let n = 0; n < 10; n++) await t.rejects(setUpSite(site, visitor, { ...ann, oneTime: `guess${n}`, client }), { code: 'invalid' })
  await t.rejects(setUpSite(site, visitor, { ...ann, oneTime, client }), { code: 'limit-exceeded' })
})

t.test('setup works once', async t => {
  const site = await makeSite(t, { isNew: true })
  await setUpSite(site, system, ann)
  await t.rejects(setUpSite(site, system, { ...ann, handle: 'bob', email: 'bob@example.org' }), { code: 'conflict' })
})

t.test('two setups at the same moment make one admin', async t => {
  const site = await makeSite(t, { isNew: true })
  const results = await Promise.allSettled([
    setUpSite(site, system, ann),
    setUpSite(site, system, { ...ann, handle: 'bob', email: 'bob@example.org' }),
  ])
  t.same(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  t.equal((await site.db('members').select('id')).length, 1)
})

t.test('a weak password and a reserved handle are refused with a reason', async t => {
  const site = await makeSite(t, { isNew: true })
  await t.rejects(setUpSite(site, system, { ...ann, password: 'password123' }), { code: 'invalid', problems: { password: /leaked/ } })
  await t.rejects(setUpSite(site, system, { ...ann, handle: 'settings' }), { code: 'invalid', problems: { handle: /kept for the site/ } })
})

t.test('every page leads to the setup until it is done', async t => {
  const running = await makeServedSite(t, { isNew: true })
  const browser = new Browser(running.url)
  t.equal((await browser.get('/')).location, '/setup')
  t.equal((await browser.get('/sign-up')).location, '/setup')
  t.equal((await browser.get('/healthz')).status, 200)

  const page = await browser.get('/setup')
  t.match(page.text, /One-time code/)
  const wrong = await browser.post('/setup', { ...ann, oneTime: 'wrong' })
  t.equal(wrong.status, 422)
  t.match(wrong.text, /This is not the code/)
  t.match(wrong.text, /value="The Delta"/, 'what was typed is there again')
  t.notMatch(wrong.text, ann.password)

  const done = await browser.post('/setup', { ...ann, oneTime: await makeSetupCode(running.site) })
  t.equal(done.location, '/welcome')
  t.match((await browser.follow(done)).text, /Welcome, ann/)
  t.equal((await browser.get('/setup')).location, '/')
})

t.test('the setup page asks who decides, and explains the three charters; the community where nothing is chosen', async t => {
  const running = await makeServedSite(t, { isNew: true })
  const browser = new Browser(running.url)
  const page = await browser.get('/setup')
  for (const charter of ['steward', 'community', 'assembly']) t.match(page.text, `name="charter" value="${charter}"`)
  t.match(page.text, /value="community" checked/)

  const wrong = await browser.post('/setup', { ...ann, charter: 'crown', oneTime: 'wrong' })
  t.equal(wrong.status, 422)
  t.match(wrong.text, /id="field-charter-problem"/)
  t.match((await browser.post('/setup', { ...ann, charter: 'assembly', oneTime: 'wrong' })).text, /value="assembly" checked/)

  const done = await browser.post('/setup', { ...ann, charter: 'assembly', oneTime: await makeSetupCode(running.site) })
  t.equal(done.location, '/welcome')
  t.equal(running.site.lock.charter.preset, 'assembly')
  const other = await makeSite(t, { isNew: true })
  await setUpSite(other, system, ann)
  t.equal(other.lock.charter.preset, 'community')
})
