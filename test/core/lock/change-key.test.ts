import { generateKeyPairSync } from 'node:crypto'
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { system } from '../../../core/actor.ts'
import { acknowledgeKey, replaceKey, rotateKey } from '../../../core/lock/change-key.ts'
import { endFounding } from '../../../core/lock/end-founding.ts'
import { readLedger } from '../../../core/lock/ledger.ts'
import { verifySite } from '../../../core/lock/verify-site.ts'
import { openSite } from '../../../core/open-site.ts'
import type { Site } from '../../../core/site.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeClock } from '../../../core/testing/make-clock.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeOpenSite, makeServedSite } from '../../../core/testing/make-site.ts'

const because = { reason: 'Somebody who left could read it.' }
const publish = { kind: 'rules', text: 'Be kind to each other, always.' }

/** What anybody reads from outside. */
async function outside(site: Site): Promise<(path: string) => Promise<string>> {
  const lines = (await readLedger(site.db)).map(line => JSON.stringify(line)).join('\n')
  return async path => (path.endsWith('.jsonl') ? lines : JSON.stringify({ ...site.lock.key.publicJwk, history: site.lock.keys }))
}

t.test('a key is changed for another one that the old one signs, and everybody can follow', async t => {
  const { site } = await makeOpenSite(t)
  const rita = await makeMember(site, 'rita', { role: 'admin' })
  await t.rejects(rotateKey(site, rita, because), { code: 'forbidden' }, 'only on the machine')
  await t.rejects(rotateKey(site, system, { reason: ' ' }), { code: 'invalid' })
  await t.rejects(replaceKey(site, system, because), { code: 'conflict', message: /is there/ })
  await t.rejects(acknowledgeKey(site, system, { statement: 'x'.repeat(50) }), { code: 'conflict' })
  const kept = site.lock.head
  const before = site.lock.key.publicJwk.x
  const next = await rotateKey(site, system, because)
  t.not(next.publicJwk.x, before)

  const again = await openSite(site.config, { safe: true })
  t.same(again.site.lock.breach, [])
  t.equal(again.site.lock.key.publicJwk.x, next.publicJwk.x)
  await again.site.act(system, 'policies.publish', publish)
  await again.site.lock.check()
  t.same(again.site.lock.breach, [])
  t.match(again.site.lock.keys, [
    { how: 'genesis', key: { x: before } },
    { how: 'changed', reason: because.reason },
  ])
  const found = await verifySite(await outside(again.site), kept)
  t.match(found, { problems: [], notes: [/another key, signed by the one before\. Somebody who left/] })
  await again.close()

  // The process that did not stop signs what counts no more, and everybody sees it.
  await endFounding(site, system).catch(() => undefined)
  await site.lock.check()
  t.ok(site.lock.breach.length > 0)
})

t.test('a key that waits is taken at the next start when its line was written, and not before', async t => {
  const { site } = await makeOpenSite(t)
  const folder = join(site.config.dataDir, 'keys')
  const old = readFileSync(join(folder, 'site.pem'), 'utf8')
  const next = await rotateKey(site, system, because)
  renameSync(join(folder, 'site.pem'), join(folder, 'site.next.pem'))
  writeFileSync(join(folder, 'site.pem'), old)
  const again = await openSite(site.config, { safe: true })
  t.match(again.site.lock, { breach: [], key: { publicJwk: { x: next.publicJwk.x } } })
  t.notOk(existsSync(join(folder, 'site.next.pem')))
  writeFileSync(join(folder, 'site.next.pem'), old)
  await again.close()
  const third = await openSite(site.config, { safe: true })
  t.match(third.site.lock, { breach: [], key: { publicJwk: { x: next.publicJwk.x } } }, 'one that no line names stays aside')
  await third.close()
})

t.test('a key that is lost is said to be missing, replaced openly, and acknowledged after three days', async t => {
  const clock = makeClock()
  const { site } = await makeOpenSite(t, { now: clock.now })
  const kept = site.lock.head
  rmSync(join(site.config.dataDir, 'keys/site.pem'))
  const lost = await openSite(site.config, { safe: true, now: clock.now })
  t.notOk(existsSync(join(site.config.dataDir, 'keys/site.pem')), 'no other one is made in silence')
  t.match(lost.site.lock.breach, [/key with which this site signs what was decided is missing/])
  t.equal(lost.site.lock.charter.preset, site.lock.charter.preset, 'what was decided holds')
  await t.rejects(lost.site.act(system, 'policies.publish', publish), { code: 'forbidden', message: /missing/ })
  await t.rejects(rotateKey(lost.site, system, because), { code: 'conflict' })
  await replaceKey(lost.site, system, { reason: 'The disk died.' })
  await lost.close()

  const { site: replaced, close } = await openSite(site.config, { safe: true, now: clock.now })
  t.match(replaced.lock.breach, [/^On 2026-11-01 the key of this site was replaced without the signature of the one before/])
  t.match((await verifySite(await outside(replaced))).problems, [/replaces a key that was lost/])
  const statement = 'The disk died on the first of November and the backup had no keys. Compare line 2 with what you noted.'
  await t.rejects(acknowledgeKey(replaced, system, { statement: 'Sorry.' }), { code: 'invalid' })
  await t.rejects(acknowledgeKey(replaced, system, { statement }), { code: 'conflict', message: /three days/ })
  clock.tick(73 * 3_600_000)
  await acknowledgeKey(replaced, system, { statement })
  t.same(replaced.lock.breach, [])
  const found = await verifySite(await outside(replaced), kept)
  t.match(found, { problems: [], notes: [/not signed by the one before.*The disk died.*--head/] })
  await replaced.act(system, 'policies.publish', publish)
  await replaced.lock.check()
  t.same(replaced.lock.breach, [])
  await close()
})

t.test('a forged key leads nowhere: neither a line that names it, nor a file', async t => {
  const { site } = await makeOpenSite(t)
  const foreign = await makeOpenSite(t)
  const file = join(site.config.dataDir, 'keys/site.pem')
  const own = readFileSync(file, 'utf8')
  writeFileSync(file, readFileSync(join(foreign.site.config.dataDir, 'keys/site.pem'), 'utf8'))
  const forged = await openSite(site.config, { safe: true })
  t.match(forged.site.lock.breach[0], /does not end with the key of this site/)
  await replaceKey(forged.site, system, because)
  await forged.close()
  writeFileSync(file, own)
  const back = await openSite(site.config, { safe: true })
  t.match(back.site.lock.breach[0], /does not end with the key of this site/, 'who has the true one sees that a line names another')
  await back.close()
})

t.test('where the key is in SITE_KEY, a new one is handed in; and the page shows the history', async t => {
  const pem = () => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
  const { site, url, close } = await makeServedSite(t, { env: { SITE_KEY: pem() } })
  t.match(JSON.parse((await new Browser(url).get('/governance/key.json')).text), {
    kty: 'OKP',
    x: /./,
    history: [{ how: 'genesis', seq: 0 }],
  })
  await t.rejects(rotateKey(site, system, because), { code: 'conflict', message: /is running/ })
  await close()
  const { site: stopped, close: end } = await openSite(site.config, { safe: true })
  await t.rejects(rotateKey(stopped, system, because), { code: 'invalid', problems: { key: /SITE_KEY/ } })
  await t.rejects(rotateKey(stopped, system, { ...because, pem: 'x' }), /should be a private Ed25519 key/)
  const next = pem()
  await rotateKey(stopped, system, { ...because, pem: next })
  await end()
  const again = await openSite({ ...site.config, siteKey: next }, { safe: true })
  t.same(again.site.lock.breach, [])
  await again.close()
})
