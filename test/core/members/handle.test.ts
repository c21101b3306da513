import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { makeRouter } from '../../../core/http/router.ts'
import { addRoutes } from '../../../core/http/routes.ts'
import { checkHandle, isReserved, retiredId, skeletonOf, tidyHandle } from '../../../core/members/handle.ts'
import { reservedPaths } from '../../../core/members/reserved-handles.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeSite, root } from '../../../core/testing/make-site.ts'

t.test('a handle is 3 to 25 letters and digits, in lower case', async t => {
  const { db } = await makeSite(t)
  t.equal(await checkHandle(db, ' @Ann '), 'ann')
  t.equal(await checkHandle(db, '7samurai'), '7samurai')
  for (const text of ['', 'ab', 'a'.repeat(26), '2024', 'ann-b', 'ann b', 'änn', 'аnn', 'ann\u200b', 'a/b', '../etc', "o'neil"]) {
    await t.rejects(checkHandle(db, text), { code: 'invalid', problems: { handle: /letters a–z/ } }, JSON.stringify(text))
  }
})

t.test('a handle that looks like one that is taken is refused', async t => {
  const site = await makeSite(t)
  await makeMember(site, 'bill')
  await t.rejects(checkHandle(site.db, 'bill'), { code: 'invalid', problems: { handle: /is taken/ } })
  for (const twin of ['bi1l', 'biil', 'b111', '8ill']) {
    await t.rejects(checkHandle(site.db, twin), { code: 'invalid', problems: { handle: /looks too much like/ } }, twin)
  }
  t.equal(skeletonOf('rnodern'), skeletonOf('modem'))
  t.equal(skeletonOf('vvolf5'), skeletonOf('wolfs'))
  t.equal(await checkHandle(site.db, 'ball'), 'ball')
})

t.test('a handle that somebody had is not given out again, nor its look-alikes', async t => {
  const site = await makeSite(t)
  const createdAt = site.now().toISOString()
  await site.db.transaction(trx => trx('retired_handles').insert({ id: retiredId('carol'), createdAt }))
  await t.rejects(checkHandle(site.db, 'carol'), { code: 'invalid', problems: { handle: /had this name before/ } })
  await t.rejects(checkHandle(site.db, 'car0l'), { code: 'invalid', problems: { handle: /had this name before/ } })
})

t.test('names of the site and of who runs it are reserved', async t => {
  for (const handle of ['settings', 'admin', 'adm1n', 'r00t', 'support', '5upport', 'postmaster', 'tributary'])
    t.ok(isReserved(handle), handle)
  for (const handle of ['ann', 'adminton', 'supporter']) t.notOk(isReserved(handle), handle)
})

t.test('no handle can hide an address of the site', async t => {
  const router = makeRouter()
  addRoutes(router)
  const first = router.stack.map(layer => /^\/([^/]*)/.exec(String(layer.path))?.[1] ?? '')
  const open = first.filter(part => /^[a-z0-9]{3,25}$/.test(part) && !reservedPaths.includes(part))
  t.same([...new Set(open)], [], 'add these to core/members/reserved-handles.ts')
  for (const part of ['assets', 'media', 'healthz', 'readyz', 'setup']) t.ok(reservedPaths.includes(part), part)
})

t.test('what other sites reserve for who runs them', async t => {
  const file = join(root, '../shared/corpora/usernames/reserved-usernames-1.1.6/data.json')
  if (!existsSync(file)) return t.comment('../shared/corpora/usernames is not here')
  const others = new Set(JSON.parse(readFileSync(file, 'utf8')) as string[])
  const important = ['abuse', 'admin', 'administrator', 'hostmaster', 'postmaster', 'root', 'security', 'support', 'webmaster', 'www']
  for (const name of important.filter(name => others.has(name))) t.ok(isReserved(name), name)
})

t.test('people write an @ before handles', async t => {
  t.equal(tidyHandle('@Ann'), 'ann')
})
