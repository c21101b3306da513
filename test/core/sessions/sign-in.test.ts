import t from 'tap'
import { type MemberActor, visitor } from '../../../core/actor.ts'
import { signIn } from '../../../core/sessions/sign-in.ts'
import type { Site } from '../../../core/site.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeServedSite, makeSite } from '../../../core/testing/make-site.ts'

const client = { address: '203.0.113.9', agent: 'test' }
const password = 'seven quiet herons wade'

function addAnn(site: Site): Promise<MemberActor> {
  return makeMember(site, 'ann', { password })
}

t.test('one signs in by handle or by e-mail address', async t => {
  const site = await makeSite(t)
  await addAnn(site)
  for (const login of ['ann', 'ANN', '@ann', 'Ann@Example.org']) {
    const { token } = await signIn(site, visitor, { login, password, client })
    t.equal(token.length, 43, login)
  }
  const rows = await site.db('sessions').select('id', 'address', 'agent')
  t.equal(rows.length, 4)
  t.match(rows[0], { id: /^[0-9a-f]{64}$/, address: '203.0.113.9', agent: 'test' })
})

t.test('who is unknown and what is wrong get the same answer', async t => {
  const site = await makeSite(t)
  await addAnn(site)
  await makeMember(site, 'bob')
  const answers = await Promise.all(
    ['ann', 'nobodyhere', 'x@example.org', 'bob'].map(login =>
      signIn(site, visitor, { login, password: '-', client }).catch(error => error),
    ),
  )
  for (const answer of answers) t.match(answer, { status: 422, problems: { password: 'Handle, e-mail address or password is not right.' } })
})

t.test('guessing one account ends soon, from wherever it comes', async t => {
  const site = await makeSite(t)
  await addAnn(site)
  for (let n = 0; n < 20; n++) {
    const from = { address: `203.0.113.${n}`, agent: '' }
    await t.rejects(signIn(site, visitor, { login: 'ann', password: `guess ${n}`, client: from }), { code: 'invalid' })
  }
  await t.rejects(signIn(site, visitor, { login: 'ann', password, client }), { code: 'limit-exceeded' })
})

t.test('an account that waits or is gone cannot be signed in to', async t => {
  const site = await makeSite(t)
  const { id } = await addAnn(site)
  await site.db.transaction(trx => trx('members').where({ id }).update({ waitingSince: site.now().toISOString() }))
  await t.rejects(signIn(site, visitor, { login: 'ann', password, client }), { code: 'forbidden' })
  await t.rejects(signIn(site, visitor, { login: 'ann', password: 'wrong', client }), { code: 'invalid' }, 'only the right person is told')
  await site.db.transaction(trx => trx('members').where({ id }).update({ waitingSince: null, closingAt: '2026-01-01T00:00:00.000Z' }))
  await t.rejects(signIn(site, visitor, { login: 'ann', password, client }), { code: 'invalid' })
})

t.test('the page signs in, leads on, and signs out', async t => {
  const { site, url } = await makeServedSite(t)
  await addAnn(site)
  const browser = new Browser(url)
  const page = await browser.get('/sign-in?next=/settings')
  t.match(page.text, /name="next" value="\/settings"/)

  const wrong = await browser.post('/sign-in', { login: 'ann', password: 'wrong', next: '/settings' })
  t.equal(wrong.status, 422)
  t.match(wrong.text, /is not right/)
  t.match(wrong.text, /value="ann"/)

  const right = await browser.post('/sign-in', { login: 'ann', password, next: '/settings' })
  t.equal(right.location, '/settings')
  t.match(right.headers['set-cookie'], /tributary_session=.*httponly/i)
  t.match(right.headers['set-cookie'], /samesite=lax/i)
  t.equal((await browser.get('/settings')).status, 200)

  const out = await browser.post('/sign-out')
  t.equal(out.location, '/')
  t.notOk(browser.cookies.has('tributary_session'))
  t.equal((await browser.get('/settings')).location, '/sign-in?next=%2Fsettings')
  t.equal((await site.db('sessions').select('id')).length, 0)
})

t.test('signing in never leads to another site', async t => {
  const { site, url } = await makeServedSite(t)
  await addAnn(site)
  for (const next of ['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '/\t/evil.example']) {
    const browser = new Browser(url)
    await browser.get('/sign-in')
    const answer = await browser.post('/sign-in', { login: 'ann', password, next })
    t.equal(answer.location, '/', next)
  }
})

t.test('the session changes when somebody signs in', async t => {
  const { site, url } = await makeServedSite(t)
  await addAnn(site)
  const browser = new Browser(url)
  browser.cookies.set('tributary_session', 'a token that somebody planted')
  await browser.get('/sign-in')
  await browser.post('/sign-in', { login: 'ann', password })
  const first = browser.cookies.get('tributary_session')
  t.not(first, 'a token that somebody planted')
  t.match(first, /^[\w-]{43}$/)
  t.equal((await site.db('sessions').select('id')).length, 1)
})

t.test('a form that another site sends is refused', async t => {
  const { site, url } = await makeServedSite(t)
  await addAnn(site)
  const browser = new Browser(url)
  const answer = await browser.post('/sign-in', { login: 'ann', password })
  t.equal(answer.status, 403)
})
