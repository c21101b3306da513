import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { serve } from '../../core/serve.ts'
import { Browser } from '../../core/testing/browse.ts'
import { makeServedSite, root } from '../../core/testing/make-site.ts'
import { environmentOf, run } from './cli/run-command.ts'

const start = join(root, 'core/start.mjs')

t.test('whoever watches the site can see that it lives and that it can serve', async t => {
  const { url } = await makeServedSite(t)
  const browser = new Browser(url)
  t.match(await browser.get('/healthz'), { status: 200, text: '{"status":"ok","scheme":"http","proxies":0}' })
  t.match(await browser.get('/readyz'), { status: 200, text: '{"status":"ready"}' })
})

t.test('a site whose database is gone lives, but says that it cannot serve', async t => {
  const { url, site } = await makeServedSite(t)
  await site.db.close()
  const browser = new Browser(url)
  t.match(await browser.get('/healthz'), { status: 200 })
  t.match(await browser.get('/readyz'), { status: 503, text: '{"status":"database does not answer"}' })
})

t.test('the site knows its address, also when nobody told it', async t => {
  const { url, site } = await makeServedSite(t)
  t.equal(site.url, url)
  const other = await makeServedSite(t, { env: { BASE_URL: 'https://example.org' } })
  t.equal(other.site.url, 'https://example.org')
})

t.test('stopping finishes the request in hand and takes no new one', async t => {
  const running = await makeServedSite(t)
  const { port } = new URL(running.url)
  const socket = connect(Number(port), '127.0.0.1')
  let answer = ''
  socket.on('data', chunk => {
    answer += chunk
  })
  socket.write(
    `POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 20\r\n\r\nemail=ann`,
  )
  await sleep(100)

  let stopped = false
  const closing = running.close().then(() => {
    stopped = true
  })
  await sleep(300)
  t.equal(stopped, false, 'it waits for the rest of the form')
  await t.rejects(fetch(`${running.url}/healthz`), 'nobody else is let in')

  socket.write('&password=x')
  await closing
  t.match(answer, /^HTTP\/1\.1 [34]\d\d /)
})

t.test('connections that are kept open do not keep the site from stopping', async t => {
  const running = await makeServedSite(t)
  const agent = new Agent({ keepAlive: true })
  t.teardown(() => agent.destroy())
  await new Promise<void>(resolve => {
    request(`${running.url}/healthz`, { agent }, response => response.resume().on('end', resolve)).end()
  })
  const began = Date.now()
  await running.close()
  t.ok(Date.now() - began < 3000)
})

t.test('stopping finishes the job in hand', async t => {
  const running = await makeServedSite(t)
  const { site } = running
  let state = 'waiting'
  site.jobs.handle('slow', async () => {
    state = 'begun'
    await sleep(300)
    state = 'done'
  })
  await site.db.transaction(trx => site.jobs.add(trx, 'slow', {}))
  while (state === 'waiting') await sleep(10)
  await running.close()
  t.equal(state, 'done')
})

t.test('a port that is taken is explained, and nothing stays open', async t => {
  const { site } = await makeServedSite(t)
  const port = new URL(site.url).port
  const config = { ...site.config, http: { ...site.config.http, port: Number(port) } }
  const message = `The site cannot listen on 127.0.0.1 port ${port}: another program does already.`
  await t.rejects(serve(config, { log: site.log }), { name: 'ListenError', message: new RegExp(message) })

  const ran = await run([start], { ...environmentOf(site.config), PORT: port })
  t.equal(ran.code, 1)
  t.match(ran.problems, message)
  t.notMatch(ran.problems, /at .*\.ts:/)
})

t.test('a configuration that cannot be used is explained before anything is touched', async t => {
  const ran = await run([start], { PORT: '99999', BASE_URL: 'nowhere' })
  t.equal(ran.code, 1)
  t.match(ran.problems, /The configuration has 2 problems:\n {2}- .*\n {2}- /)
  t.notMatch(ran.problems, /at .*\.ts:/)
})

t.test('npm start says where the site is, and a signal ends it in peace', async t => {
  const dataDir = mkdtempSync(join(tmpdir(), 'tributary-start-'))
  t.teardown(() => rmSync(dataDir, { recursive: true }))
  const child = spawn(process.execPath, [start], { env: { PATH: process.env.PATH, PORT: '0', DATA_DIR: dataDir } })
  let out = ''
  child.stdout.on('data', chunk => {
    out += chunk
  })
  const ended = new Promise<number | null>(resolve => child.on('close', resolve))
  const address = () => /^Tributary is ready: (http:\/\/127\.0\.0\.1:\d+)$/m.exec(out)?.[1]
  while (!address() && child.exitCode === null) await sleep(20)
  t.equal((await fetch(`${address()}/readyz`)).status, 200)

  child.kill('SIGTERM')
  t.equal(await ended, 0)
  t.match(out, /"stopping"/)
})
