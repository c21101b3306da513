import { createHash } from 'node:crypto'
import t from 'tap'
import { system } from '../../../core/actor.ts'
import { canonicalJson } from '../../../core/lock/canonical-json.ts'
import { LedgerCheck, readLedger } from '../../../core/lock/ledger.ts'
import { verifySite } from '../../../core/lock/verify-site.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeServedSite, makeSite } from '../../../core/testing/make-site.ts'

t.test('canonical JSON is that of RFC 8785', async t => {
  // Section 3.2.3 of the RFC.
  const value = { '€': 'Euro Sign', '\r': 'Carriage Return', '\ufb33': 'Hebrew', '1': 'One', '😀': 'Smiley', ö: 'o' }
  t.equal(canonicalJson(value), '{"\\r":"Carriage Return","1":"One","ö":"o","€":"Euro Sign","😀":"Smiley","\ufb33":"Hebrew"}')
  t.equal(canonicalJson([1e21, 0.002, 4.5]), '[1e+21,0.002,4.5]')
  t.throws(() => canonicalJson(undefined), /not a JSON value/)
})

t.test('the ledger begins with the site and is a chain that anybody can check', async t => {
  const site = await makeSite(t)
  const text = `These are the rules of this house: be kind, be brief. ${site.url}`
  await site.act(system, 'policies.publish', { kind: 'rules', text })
  const lines = await readLedger(site.db)
  t.equal(lines[0]?.type, 'genesis')
  t.equal(lines[0]?.prev, '0'.repeat(64))
  t.same(
    lines.map(({ seq }) => seq),
    lines.map((_, index) => index),
  )
  const check = new LedgerCheck(site.lock.key)
  for (const line of lines) {
    const { hash, sig: _, ...content } = line
    t.equal(createHash('sha256').update(canonicalJson(content)).digest('hex'), hash)
    t.equal(check.next(line), undefined)
  }
  t.same(site.lock.head, check.head)
  const published = lines.find(({ type, key, version }) => type === 'value' && key === 'policies.rules' && version === 2)
  t.same(published?.value, { text })
  t.equal(published?.by, 'founding')
})

t.test('a line that was changed, left out or signed by somebody else is found', async t => {
  const site = await makeSite(t)
  const other = await makeSite(t)
  const lines = await readLedger(site.db)
  const checkAll = (changed: typeof lines, key = site.lock.key): string | undefined => {
    const check = new LedgerCheck(key)
    return changed.map(line => check.next(line)).find(problem => problem !== undefined)
  }
  t.equal(checkAll(lines), undefined)
  t.match(
    checkAll(lines.map(line => (line.seq === 2 ? { ...line, at: '2020-01-01T00:00:00.000Z' } : line))),
    /Line 2 of the ledger was changed/,
  )
  t.match(checkAll(lines.filter(({ seq }) => seq !== 1)), /Line 1 of the ledger is missing/)
  t.match(checkAll(lines, other.lock.key), /not signed with the key of this site/)
})

t.test('it is published with its key, and checked from outside', async t => {
  const { url, site } = await makeServedSite(t)
  const browser = new Browser(url)
  const read = async (path: string): Promise<string> => (await browser.get(path)).text
  const { lines, head, problems } = await verifySite(read)
  t.same(problems, [])
  t.same(head, site.lock.head)
  t.equal(lines, head.seq + 1)
  const jwk = JSON.parse(await read('/governance/key.json'))
  t.match(jwk, { kty: 'OKP', crv: 'Ed25519', x: String })
  t.notOk('d' in jwk, 'the private part stays here')

  const kept = { seq: head.seq, hash: 'f'.repeat(64) }
  t.match((await verifySite(read, kept)).problems, [/is not the one whose hash was kept/])
  t.match((await verifySite(read, { seq: 99, hash: kept.hash })).problems, [/ends before line 99/])
  const forged = async (path: string): Promise<string> => (await read(path)).replace('community', 'steward!!')
  t.match((await verifySite(forged)).problems, [/was changed/])
})
