import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import t from 'tap'
import { type MemberActor, visitor } from '../../../core/actor.ts'
import { publishComment } from '../../../core/comments/publish-comment.ts'
import { publishEntry } from '../../../core/entries/publish-entry.ts'
import { makeLog } from '../../../core/logs/make-log.ts'
import { mailOffPath, switchMailOff } from '../../../core/notifications/mail-off.ts'
import { markRead } from '../../../core/notifications/mark-read.ts'
import { queueMails } from '../../../core/notifications/queue-mails.ts'
import { subscribe } from '../../../core/subscriptions/subscribe.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeOpenSite, makeServedSite, type Teardown } from '../../../core/testing/make-site.ts'

/** A mail server that keeps what it gets. */
async function makeMailbox(t: Teardown, refuse?: (address: string) => Error): Promise<{ smtpUrl: string; mails: string[] }> {
  const mails: string[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address }, _session, done) => done(refuse?.(address)),
    onData(stream, _session, done) {
      let text = ''
      stream.on('data', chunk => {
        text += chunk
      })
      stream.on('end', () => {
        mails.push(decode(text))
        done()
      })
    },
  })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  t.teardown(() => new Promise<void>(resolve => server.close(resolve)))
  return { smtpUrl: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`, mails }
}

/** Headers on one line each, the text as it was written. */
function decode(mail: string): string {
  const bytes = mail.replaceAll('=\r\n', '').replaceAll(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString().replaceAll('\r\n ', ' ').replaceAll('\r\n', '\n').replaceAll('  ', ' ')
}

/** A served site with a mail server, on a clock of its own. */
async function makeMailingSite(t: Teardown, start = Date.parse('2026-11-22T10:00:00Z')) {
  const mailbox = await makeMailbox(t)
  let now = start
  const env = { SMTP_URL: mailbox.smtpUrl, SMTP_FROM: 'Delta <no-reply@delta.example>', BASE_URL: 'https://delta.example' }
  const served = await makeServedSite(t, { env, now: () => new Date(now) })
  const { site, outbox } = served
  const settle = async (seconds: number): Promise<void> => {
    await outbox.drained()
    now += seconds * 1000
    await queueMails(site)
    await site.jobs.drained()
  }
  return { ...served, ...mailbox, settle }
}

t.test('what happens within two minutes comes in one mail', async t => {
  const { site, mails, settle } = await makeMailingSite(t)
  const ann = await makeMember(site, 'ann', { name: 'Ann' })
  const bob = await makeMember(site, 'bob', { name: 'Bob' })
  const entry = await publishEntry(site, ann, { body: 'Bread', to: [], uploads: [] })
  await subscribe(site, bob, { handle: 'ann' })
  await settle(60)
  t.same(mails, [], 'more may come')
  await publishComment(site, bob, { entry: entry.id, body: 'Nice one' })
  await settle(61)
  t.equal(mails.length, 1)
  const mail = mails[0] ?? ''
  t.match(mail, /^To: ann@example\.org/m)
  t.match(mail, /^From: Delta <no-reply@delta\.example>/m)
  t.match(mail, /^List-Unsubscribe: <https:\/\/delta\.example\/mail\/off\//m)
  t.match(mail, /^List-Unsubscribe-Post: List-Unsubscribe=One-Click/m)
  t.match(mail, 'Bob follows you now')
  t.match(mail, 'Nice one')
  t.match(mail, `https://delta.example/ann/${entry.shortId}#comment-`)
  await settle(600)
  t.equal(mails.length, 1, 'once')
})

t.test('nothing is mailed that was read, switched off or removed meanwhile, nor without an address', async t => {
  const { site, mails, settle } = await makeMailingSite(t)
  const [ann, bob, cem, dee, eve] = (await Promise.all(
    ['ann', 'bob', 'cem', 'dee', 'eve'].map(handle => makeMember(site, handle)),
  )) as MemberActor[]
  await site.db.transaction(async trx => {
    await trx('members').where({ id: cem!.id }).update({ mailOff: '["subscriber"]' })
    await trx('members').where({ id: dee!.id }).update({ email: null })
  })
  for (const handle of ['ann', 'bob', 'cem', 'dee']) await subscribe(site, eve!, { handle })
  await settle(1)
  await markRead(site, bob!)
  const { memberId } = await switchMailOff(site, visitor, {
    signed: mailOffPath(site, { memberId: ann!.id, kinds: ['subscriber'] }).slice(10),
  })
  t.equal(memberId, ann!.id)
  await settle(300)
  t.same(mails, [])
})

t.test('a link in a mail switches a kind off without signing in; looking at it does not', async t => {
  const { site, url } = await makeMailingSite(t)
  const ann = await makeMember(site, 'ann')
  const off = async (): Promise<string> => (await site.db('members').where({ id: ann.id }).first('mailOff')).mailOff
  const path = mailOffPath(site, { memberId: ann.id, kinds: ['mention', 'subscriber'] })
  const browser = new Browser(url)
  t.match((await browser.get(path)).text, 'Mentions of you')
  t.equal(await off(), '[]')

  const form = new FormData()
  form.set('List-Unsubscribe', 'One-Click')
  const answer = await fetch(url + path, { method: 'POST', body: form })
  t.equal(answer.status, 200, 'mail programs send neither cookies nor tokens')
  t.equal(await off(), '["mention","subscriber"]')
  t.equal((await browser.post(path)).status, 200, 'twice is once')

  for (const forged of [path.replace('mention', 'request'), path.slice(0, -1), `${path}x`, '/mail/off/x', path.replace(ann.id, 'b')]) {
    t.equal((await browser.get(forged)).status, 404)
    t.equal((await browser.post(forged)).status, 404)
  }
})

t.test('a mail server that is down is asked again later', async t => {
  const { site, settle } = await makeMailingSite(t)
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  await subscribe(site, bob, { handle: 'ann' })
  Object.defineProperty(site.mailer, 'send', { value: () => Promise.reject(new Error('no route')) })
  await settle(300)
  t.match(await site.db('jobs').where({ name: 'mail-notifications' }), [{ attempts: 1, problem: 'Error: no route' }])
  t.equal(ann.member.email, 'ann@example.org')
})

t.test('what a mail server answers does not bring addresses into the log', async t => {
  const { smtpUrl } = await makeMailbox(t, address => new Error(`No mailbox ${address} here`))
  const lines: string[] = []
  const log = makeLog({ log: { level: 'debug' } }, { write: line => void lines.push(line) })
  const { site } = await makeOpenSite(t, { log, env: { SMTP_URL: smtpUrl, SMTP_FROM: 'Delta <no-reply@delta.example>' } })
  const problem = await site.mailer.send({ to: 'ann@example.org', subject: 'Hello', text: 'Hello' }).catch(error => error)
  t.match(problem.message, /did not take a mail \(EENVELOPE, RCPT TO, 550\)/)
  site.log.error({ error: problem }, 'a job failed')
  t.notMatch(lines.join(), 'ann@example.org')
})
