import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { Writable } from 'node:stream'
import { pino } from 'pino'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import t from 'tap'
import { visitor } from '../../../core/actor.ts'
import { testMail } from '../../../core/health/test-mail.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeServedSite, makeSite, type Teardown } from '../../../core/testing/make-site.ts'

/** A mail server on this machine; its address without the scheme. */
async function startServer(t: Teardown, options: SMTPServerOptions): Promise<{ place: string; mails: string[] }> {
  const mails: string[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      let text = ''
      stream.on('data', chunk => {
        text += chunk
      })
      stream.on('end', () => {
        mails.push(text)
        done()
      })
    },
    ...options,
  })
  server.on('error', () => {})
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  t.teardown(() => new Promise<void>(resolve => server.close(resolve)))
  return { place: `127.0.0.1:${(server.server.address() as AddressInfo).port}`, mails }
}

/** Something that listens and is no mail server. */
async function startListener(t: Teardown, greet: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    sockets.add(socket)
    socket.on('error', () => {})
    greet(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    for (const socket of sockets) socket.destroy()
    return new Promise(resolve => server.close(resolve))
  })
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** What an admin reads who sends a mail to themselves by this server. */
async function tryMail(t: Teardown, url: string): Promise<string> {
  const lines: string[] = []
  const keep = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk))
      done()
    },
  })
  const site = await makeSite(t, { env: { SMTP_URL: url, SMTP_FROM: 'Delta <no-reply@delta.example>' }, log: pino({}, keep) })
  const rita = await makeMember(site, 'rita', { role: 'admin' })
  const said = await testMail(site, rita, 1).catch((error: Error) => error.message)
  if (lines.some(line => line.includes('rita@example.org'))) throw new Error(`An address is in the log: ${lines.join('')}`)
  return said
}

function refusal(code: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode: code })
}

t.test('a server that takes the mail: it is sent, and where else to look is said', async t => {
  const { place, mails } = await startServer(t, {})
  t.match(await tryMail(t, `smtp://${place}`), /^The mail server took a mail to rita@example\.org\. .*spam folder/)
  t.match(mails[0], /^Subject: Tributary can send mail/m)
  t.match(mails[0], /^To: .*rita@example\.org/m)
})

t.test('a server that refuses the recipient, the sender, or the mail itself', async t => {
  const recipient = await startServer(t, { onRcptTo: (_address, _session, done) => done(refusal(550, 'Relay access denied')) })
  t.match(
    await tryMail(t, `smtp://${recipient.place}`),
    /^The mail server refused the recipient rita@example\.org: .*550 Relay access denied.* outgoing mail/,
  )

  const sender = await startServer(t, { onMailFrom: (_address, _session, done) => done(refusal(553, 'Not yours')) })
  t.match(
    await tryMail(t, `smtp://${sender.place}`),
    /^The mail server refused the sender Delta <no-reply@delta\.example>: .*553 Not yours.* Set SMTP_FROM/,
  )

  const content = await startServer(t, {
    onData: (stream, _session, done) => stream.resume().on('end', () => done(refusal(554, 'Looks like spam'))),
  })
  t.match(await tryMail(t, `smtp://${content.place}`), /refused the mail itself: .*554 Looks like spam/)
})

t.test('a server that refuses the login, or that wants one', async t => {
  const options: SMTPServerOptions = {
    authOptional: false,
    allowInsecureAuth: true,
    onAuth: (_auth, _session, done) => done(refusal(535, 'Authentication failed')),
  }
  const { place } = await startServer(t, options)
  const said = await tryMail(t, `smtp://rita%40delta.example:hush-hush@${place}`)
  t.match(said, /^The mail server does not let the user rita@delta\.example with this password in: .*535 Authentication failed.* SMTP_URL/)
  t.notMatch(said, /hush/)
  t.match(await tryMail(t, `smtp://${place}`), /^The mail server wants user and password first: .*530.* SMTP_URL/)
})

t.test('a server that hangs, that is not there, or whose name nobody knows', async t => {
  const silent = await startListener(t, () => {})
  t.match(await tryMail(t, `smtp://${silent}`), new RegExp(`^${silent} does not answer\\. Check host and port in SMTP_URL`))
  let close: () => unknown = () => {}
  const gone = await startListener(
    {
      teardown(end) {
        close = end
      },
    },
    () => {},
  )
  await close()
  t.match(await tryMail(t, `smtp://${gone}`), new RegExp(`^No mail server listens at ${gone}\\. Check host and port`))
  t.match(await tryMail(t, 'smtp://mail.invalid:587'), /^There is no machine called mail\.invalid.* Correct the host in SMTP_URL\./)
  const rude = await startListener(t, socket => socket.end())
  t.match(await tryMail(t, `smtp://${rude}`), /^The connection to 127\.0\.0\.1:\d+ did not hold: .* Check host, port and encryption/)
})

t.test('a server whose TLS is broken, missing, or begins at once', async t => {
  // It brings a certificate that it signed itself.
  const selfSigned = await startServer(t, { secure: true, disabledCommands: [] })
  t.match(await tryMail(t, `smtps://${selfSigned.place}`), /^The certificate of 127\.0\.0\.1:\d+ cannot be trusted: .* Renew it there/)
  const upgraded = await startServer(t, { disabledCommands: [] })
  t.match(await tryMail(t, `smtp://${upgraded.place}`), /^The certificate of 127\.0\.0\.1:\d+ cannot be trusted: /)
  const plain = await startServer(t, {})
  t.match(await tryMail(t, `smtps://${plain.place}`), /^127\.0\.0\.1:\d+ does not begin with TLS\. Write smtp:\/\/ instead/)
})

t.test('only who looks after the system sends one, to their own address, and not too often', async t => {
  const { place, mails } = await startServer(t, {})
  const { site, url } = await makeServedSite(t, { env: { SMTP_URL: `smtp://${place}`, SMTP_FROM: 'Delta <no-reply@delta.example>' } })
  const rita = await makeMember(site, 'rita', { role: 'admin' })
  await t.rejects(testMail(site, visitor), { code: 'forbidden' })
  await t.rejects(testMail(site, await makeMember(site, 'mia', { role: 'moderator' })), { code: 'forbidden' })

  const browser = new Browser(url)
  await signInAs(site, browser, rita)
  await browser.get('/admin/configuration')
  const sent = await browser.post('/admin/configuration', { test: 'mail' })
  t.match((await browser.follow(sent)).text, 'The mail server took a mail to rita@example.org.')
  for (let n = 0; n < 9; n++) await testMail(site, rita)
  await t.rejects(testMail(site, rita), { code: 'limit-exceeded' })
  t.equal(mails.length, 10)

  await site.db.transaction(trx => trx('members').where({ id: rita.id }).update({ email: null }))
  await t.rejects(testMail(site, rita), { code: 'conflict', message: /no e-mail address/ })
  await t.rejects(testMail(await makeSite(t), rita), { code: 'conflict', message: /^No mail server is configured\. Set SMTP_URL/ })
})
