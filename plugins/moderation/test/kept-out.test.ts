import { Browser } from 'core/testing'
import t from 'tap'
import { makeClub } from './make-club.ts'

const password = 'tidal-lantern-42-orbit'

t.test('who is suspended reads why and objects, without being able to sign in', async t => {
  const club = await makeClub(t)
  const [ann, bob, mod] = [
    await club.person('ann', { password }),
    await club.person('bob'),
    await club.person('mod', { role: 'moderator' }),
  ]
  await club.person('ria', { role: 'moderator' })
  await ann.browser.post('/entries', { body: 'Buy my cheap watches' })
  const entry: { id: string } = await club.site.db('entries').first('id')
  await bob.browser.post('/moderation/reports', { kind: 'entry', id: entry.id, rule: '7', reason: 'Advertising' })
  const found = await club.caseOf(entry.id)
  const until = new Date(club.site.now().getTime() + 7 * 86_400_000).toISOString().slice(0, 10)
  const decided = { version: String(found.version), steps: 'suspend', rule: '7', reason: 'Again and again.', until, days: '7' }
  t.equal((await mod.browser.post(`/moderation/cases/${found.id}/decisions`, decided)).status, 303)
  const decision = await club.lastDecision()

  const outside = new Browser(club.url)
  await outside.get('/sign-in')
  const refused = await outside.post('/sign-in', { login: 'ann', password })
  const { pass = '' } = /pass=(?<pass>[^&"]+)/.exec(refused.location)?.groups ?? {}
  t.ok(pass, 'sign-in leads to the decision')
  t.match((await outside.get(`/decisions?pass=${pass}`)).text, `/moderation/appeal?pass&#x3D;${pass}`)
  t.match((await outside.get(`/moderation/appeal?pass=${pass}`)).text, `/moderation/statements/${decision.id}?pass=`)
  t.match(
    (await outside.get(`/moderation/statements/${decision.id}?pass=${pass}`)).text,
    /You cannot sign in for a while[\s\S]*Again and again\./,
  )

  const appeal = { text: 'They are my own watches.', to: 'moderator' }
  const other = new Browser(club.url)
  await other.get('/sign-in')
  t.equal((await other.get('/moderation/appeal?pass=forged.1.x')).status, 422)
  t.equal((await other.post(`/moderation/statements/${decision.id}/appeal`, { ...appeal, pass: 'forged.1.x' })).status, 422)
  t.equal((await bob.browser.get(`/moderation/statements/${decision.id}`)).status, 422, 'nor anybody else')

  const sent = await outside.post(`/moderation/statements/${decision.id}/appeal`, { ...appeal, pass })
  t.equal(sent.status, 303)
  t.match((await outside.follow(sent)).text, /Your objection[\s\S]*They are my own watches\.[\s\S]*Another moderator answers until/)
})
