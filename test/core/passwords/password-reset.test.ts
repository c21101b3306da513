import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import t from 'tap'
import { type MemberActor, system, visitor } from '../../../core/actor.ts'
import { changePassword } from '../../../core/passwords/change-password.ts'
import { handOutResetLink } from '../../../core/passwords/hand-out-reset-link.ts'
import { requestPasswordReset } from '../../../core/passwords/request-password-reset.ts'
import { resetPassword } from '../../../core/passwords/reset-password.ts'
import { signIn } from '../../../core/sessions/sign-in.ts'
import type { Site } from '../../../core/site.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeServedSite, makeSite, type Teardown } from '../../../core/testing/make-site.ts'

const client = { address: '203.0.113.9', agent: 'test' }
const password = 'seven quiet herons wade'
const newPassword = 'nine loud geese march on'

function addAnn(site: Site): Promise<MemberActor> {
  return makeMember(site, 'ann', { password })
}

/** A mail server that keeps what it is given, as text. */
async function startMailServer(t: Teardown) {
  const mails: string[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      const parts: Buffer[] = []
      stream.on('data', part => parts.push(part))
      // Long lines are folded with an equals sign at the end.
      stream.on('end', () => {
        mails.push(Buffer.concat(parts).toString().replaceAll('=\r\n', '').replaceAll('=3D', '='))
        done()
      })
    },
  })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  t.teardown(() => new Promise<void>(resolve => server.close(() => resolve())))
  const { port } = server.server.address() as AddressInfo
  return { mails, env: { SMTP_URL: `smtp://127.0.0.1:${port}`, SMTP_FROM: 'no-reply@example.org' } }
}

t.test('a link from the operator sets a new password, once, and ends all sessions', async t => {
  const { site, url } = await makeServedSite(t)
  await addAnn(site)
  await signIn(site, visitor, { login: 'ann', password, client })
  const link = await handOutResetLink(site, system, { handle: 'ann' })
  t.match(link, `${url}/password-reset?token=`)
  const token = new URL(link).searchParams.get('token') ?? ''
  t.notMatch(JSON.stringify(await site.db('password_resets').select('*')), token, 'only its hash is kept')

  const browser = new Browser(url)
  t.match((await browser.get(link.replace(url, ''))).text, /Choose a new password/)
  const weak = await browser.post('/password-reset', { token, newPassword: 'password123' })
  t.match(weak.text, /leaked/)
  t.match(weak.text, token, 'the link still works')
  const done = await browser.post('/password-reset', { token, newPassword })
  t.equal(done.location, '/')
  t.equal((await browser.get('/settings')).status, 200, 'signed in')
  t.equal((await site.db('sessions').select('id')).length, 1)

  await t.rejects(signIn(site, visitor, { login: 'ann', password, client }), { code: 'invalid' })
  await signIn(site, visitor, { login: 'ann', password: newPassword, client })
  t.match((await browser.get(link.replace(url, ''))).text, /used already or is too old/)
  await t.rejects(resetPassword(site, visitor, { token, newPassword: password, client }), { code: 'conflict' })
})

t.test('a link is good for eight hours, and a newer one ends it', async t => {
  let now = new Date('2026-11-01T00:00:00Z')
  const site = await makeSite(t, { now: () => now })
  await addAnn(site)
  const tokenOf = async () => new URL(await handOutResetLink(site, system, { handle: 'ann' })).searchParams.get('token') ?? ''
  const first = await tokenOf()
  const second = await tokenOf()
  await t.rejects(resetPassword(site, visitor, { token: first, newPassword, client }), { code: 'conflict' })
  now = new Date('2026-11-01T08:00:01Z')
  await t.rejects(resetPassword(site, visitor, { token: second, newPassword, client }), { code: 'conflict' })
  await t.rejects(resetPassword(site, visitor, { token: '', newPassword, client }), { code: 'conflict' })
})

t.test('nobody hands out links but who runs the machine', async t => {
  const site = await makeSite(t)
  await addAnn(site)
  const rita = await makeMember(site, 'rita', { role: 'admin' })
  await t.rejects(handOutResetLink(site, rita, { handle: 'ann' }), { code: 'forbidden' })
})

t.test('with mail, the link comes to the address of the account, and nobody learns who exists', async t => {
  const { mails, env } = await startMailServer(t)
  const { site, url } = await makeServedSite(t, { env })
  await addAnn(site)
  const browser = new Browser(url)
  await browser.get('/password-reset-requests')
  const known = await browser.post('/password-reset-requests', { login: 'ann' })
  const unknown = await browser.post('/password-reset-requests', { login: 'nobodyhere' })
  t.same([known.status, known.location], [unknown.status, unknown.location])
  t.match((await browser.follow(known)).text, /If there is such an account/)

  await site.jobs.drained()
  t.equal(mails.length, 1)
  t.match(mails[0], /To: ann@example.org/)
  const token = /token=([\w-]{43})/.exec(mails[0] ?? '')?.[1] ?? ''
  t.notMatch(JSON.stringify(await site.db('jobs').select('*')), token)
  await resetPassword(site, visitor, { token, newPassword, client })
  await site.jobs.drained()
  t.match(mails[1], /Subject: Your password on Tributary was changed/)
})

t.test('asking for links again and again ends soon', async t => {
  const { env } = await startMailServer(t)
  const site = await makeSite(t, { env })
  for (let n = 0; n < 3; n++) await requestPasswordReset(site, visitor, { login: 'ann', client })
  await t.rejects(requestPasswordReset(site, visitor, { login: 'ann', client }), { code: 'limit-exceeded' })
})

t.test('without mail the page says who can help', async t => {
  const { site, url } = await makeServedSite(t)
  t.match((await new Browser(url).get('/password-reset-requests')).text, /tributary member reset-link/)
  await t.rejects(requestPasswordReset(site, visitor, { login: 'ann', client }), { code: 'conflict' })
})

t.test('a password is changed by who knows the old one; all other browsers are signed out', async t => {
  const site = await makeSite(t)
  const ann = await addAnn(site)
  await signIn(site, visitor, { login: 'ann', password, client })
  await t.rejects(changePassword(site, visitor, { oldPassword: password, newPassword, client }), { code: 'unauthorized' })
  await t.rejects(changePassword(site, ann, { oldPassword: 'wrong', newPassword, client }), {
    code: 'invalid',
    problems: { oldPassword: /not/ },
  })
  await t.rejects(changePassword(site, ann, { oldPassword: password, newPassword: 'ann@example.org', client }), {
    code: 'invalid',
    problems: { newPassword: /your name, your address/ },
  })
  await t.rejects(changePassword(site, { ...ann, kind: 'token' }, { oldPassword: password, newPassword, client }), { code: 'forbidden' })

  await changePassword(site, ann, { oldPassword: password, newPassword, client })
  t.equal((await site.db('sessions').select('id')).length, 1)
  await signIn(site, visitor, { login: 'ann', password: newPassword, client })
})
