import { Writable } from 'node:stream'
import { pino } from 'pino'
import t from 'tap'
import { system, visitor } from '../../../core/actor.ts'
import { createInvitation } from '../../../core/invitations/create-invitation.ts'
import { handOutResetLink } from '../../../core/passwords/hand-out-reset-link.ts'
import { setUpSite } from '../../../core/setup/set-up-site.ts'
import { makeSetupCode } from '../../../core/setup/setup-code.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeServedSite } from '../../../core/testing/make-site.ts'

const password = 'seven quiet herons wade'
const ann = { siteName: 'The Delta', handle: 'ann', email: 'ann@example.org', password }

t.test('neither the log nor the database knows a password, a code or a link', async t => {
  let logged = ''
  const lines = new Writable({
    write(chunk, _encoding, done) {
      logged += chunk
      done()
    },
  })
  const { site, url } = await makeServedSite(t, { isNew: true, log: pino({ level: 'trace' }, lines) })
  const oneTime = await makeSetupCode(site)
  await setUpSite(site, visitor, { ...ann, oneTime, client: { address: '127.0.0.1', agent: '' } })
  const link = await handOutResetLink(site, system, { handle: 'ann' })
  const reset = new URL(link).searchParams.get('token') ?? ''
  const bob = await makeMember(site, 'bob')
  const { code } = await createInvitation(site, bob, { note: '', follow: [], uses: 1, days: 1 })
  const browser = new Browser(url)
  await browser.get('/sign-in')
  await browser.post('/sign-in', { login: 'ann', password: `${password}r` })
  await browser.post('/sign-in', { login: 'ann', password })
  const session = browser.cookies.get('tributary_session') ?? ''

  // Now every page is a bug, which is logged.
  await site.db.transaction(async trx => {
    for (const table of ['notifications', 'password_resets']) await trx.schema.dropTable(table)
  })
  t.equal((await browser.get(`/password-reset?token=${reset}`)).status, 500)
  t.equal((await browser.get(`/invitations/${code}`)).status, 500)
  t.equal((await browser.post('/password-reset', { token: reset, newPassword: password })).status, 500)
  t.match(logged, /a request failed/)

  const kept = JSON.stringify(
    await Promise.all(['members', 'sessions', 'settings', 'jobs', 'outbox'].map(name => site.db(name).select('*'))),
  )
  for (const [name, secret] of Object.entries({ password, oneTime, reset, session })) {
    t.ok(secret.length >= 12, name)
    t.notMatch(logged, secret, `${name} in the log`)
    t.notMatch(kept, secret, `${name} in the database`)
  }
  t.notMatch(logged, code)
  t.notMatch(logged, 'ann@example.org')
})
