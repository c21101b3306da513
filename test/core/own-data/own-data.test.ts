import { existsSync } from 'node:fs'
import t from 'tap'
import { system, visitor } from '../../../core/actor.ts'
import { readArchive } from '../../../core/archives/read-archive.ts'
import { publishComment } from '../../../core/comments/publish-comment.ts'
import { editEntry } from '../../../core/entries/edit-entry.ts'
import { createGroup } from '../../../core/groups/create-group.ts'
import { likeEntry } from '../../../core/likes/like-entry.ts'
import { saveMedia } from '../../../core/media/media-store.ts'
import { destroyAccount } from '../../../core/members/destroy-account.ts'
import { exportPath } from '../../../core/own-data/own-export.ts'
import { ownKinds } from '../../../core/own-data/own-kinds.ts'
import { requestExport } from '../../../core/own-data/request-export.ts'
import { sweepExports } from '../../../core/own-data/sweep-exports.ts'
import { makePass } from '../../../core/restrictions/outside-pass.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeClock } from '../../../core/testing/make-clock.ts'
import { makeEntry } from '../../../core/testing/make-entry.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeServedSite } from '../../../core/testing/make-site.ts'
import { packed } from './packed.ts'

const large = { files: 1000, bytes: 50_000_000, fileBytes: 20_000_000 }

/** Ann with a little of everything, and Bob beside her. */
async function makeLife(t: Parameters<typeof makeServedSite>[0]) {
  const clock = makeClock()
  const running = await makeServedSite(t, { now: clock.now })
  const { site, url } = running
  const [ann, bob] = [await makeMember(site, 'ann', { password: 'correct horse battery' }), await makeMember(site, 'bob')]
  const entry = await makeEntry(site, ann, { body: 'Low water #rivers', licence: 'CC-BY-4.0' })
  await editEntry(site, ann, { id: entry.id, body: 'High water #rivers' })
  const other = await makeEntry(site, bob, 'A secret of Bob')
  await publishComment(site, ann, { entry: other.id, body: 'Ann says so' })
  await publishComment(site, bob, { entry: entry.id, body: 'Bob says no' })
  await likeEntry(site, ann, { entry: other.id })
  await createGroup(site, ann, { name: 'Cooks', handle: 'cooks', description: '', access: 'public' })
  const picture = await saveMedia(site, Buffer.from('a picture of Ann'), 'image/png')
  const upload = { id: 'u'.repeat(36), memberId: ann.id, entryId: entry.id, file: picture, type: 'image/png', bytes: 16 }
  await site.db.transaction(trx => trx('uploads').insert({ ...upload, createdAt: clock.now().toISOString() }))
  const at = clock.now().toISOString()
  await site.db.transaction(async trx => {
    await trx('blocks').insert({ memberId: ann.id, otherId: bob.id, blockedAt: null })
    await trx('mutes').insert({ memberId: ann.id, mutedId: bob.id, createdAt: at })
    await trx('entries').where({ id: entry.id }).update({ labelledBy: bob.id })
  })
  const browser = new Browser(url)
  await signInAs(site, browser, ann)
  return { running, site, url, clock, ann, bob, entry, other, picture, browser }
}

t.test('one page says everything, and all of it can be taken along, by oneself alone, for a week', async t => {
  const { running, site, url, clock, ann, bob, entry, other, picture, browser } = await makeLife(t)
  const page = (await browser.get('/settings/data')).text
  for (const { title } of ownKinds) t.match(page, title.replaceAll("'", '&#x27;'))
  t.match(page, /Comments<\/dt><dd class="own-count">1</)

  t.equal((await browser.post('/export')).status, 303)
  await packed(running)
  const ready = (await browser.get('/settings/data')).text
  const [, path = ''] = /href="(\/export\/[^"]+)"/.exec(ready) ?? []
  t.ok(path, 'the link is there')
  t.match(await site.db('notifications').where({ memberId: ann.id, kind: 'site' }), [{ url: '/settings/data' }])

  const response = await fetch(url + path, { headers: { cookie: [...browser.cookies].map(pair => pair.join('=')).join('; ') } })
  t.match(response.headers.get('content-disposition'), /^attachment; filename="ann-2026-11-01\.zip"$/)
  const files = await readArchive(Buffer.from(await response.arrayBuffer()), large)
  const json = (name: string) => JSON.parse(files.get(name)?.toString() ?? 'null')
  t.same(
    [...files.keys()].filter(name => name.endsWith('.json')).length,
    ownKinds.length + 2,
    'a file for each kind, the account, and plugins',
  )
  t.match(json('account.json'), { handle: 'ann', email: 'ann@example.org', links: [] })
  t.match(json('entries.json'), [
    {
      id: entry.id,
      body: 'High water #rivers',
      licence: 'CC-BY-4.0',
      to: ['ann'],
      tags: ['rivers'],
      attachments: [],
      url: `${site.url}/e/${entry.shortId}`,
      publishedUnder: [{ title: 'Who owns what', version: 1 }, { version: 1 }],
    },
  ])
  t.match(json('entry-versions.json'), [{ body: 'Low water #rivers' }])
  t.match(json('comments.json'), [{ body: 'Ann says so', entryShortId: other.shortId }])
  t.same(json('blocks.json'), [], 'nobody learns who has blocked them')
  t.match(json('mutes.json'), [{ handle: 'bob' }])
  t.equal(json('entries.json')[0].labelledBy, 'somebody else')
  t.match(json('likes.json'), [{ entryId: other.id }])
  t.match(json('groups.json'), [{ handle: 'cooks', role: 'admin' }])
  t.equal(json('sessions.json').length, 1)
  t.notOk(json('sessions.json')[0].id, 'not even the hash of a session')
  t.equal(files.get(`media/${picture}`)?.toString(), 'a picture of Ann')
  const everything = [...files.values()].join('\n')
  t.notMatch(everything, /A secret of Bob|Bob says no|argon2/, 'nothing of others, and no password')
  t.match(files.get('README.md')?.toString(), '`comments.json` (1): What you said')

  const bobBrowses = new Browser(url)
  await signInAs(site, bobBrowses, bob)
  t.equal((await bobBrowses.get(path)).status, 404)
  t.match((await new Browser(url).get(path)).location, /^\/sign-in/)

  const file = exportPath(site, (await site.db('own_exports').first('file')).file)
  clock.tick(8 * 86_400_000)
  await signInAs(site, browser, ann)
  t.equal((await browser.get(path)).status, 404, 'its time is over')
  t.ok(existsSync(file))
  await sweepExports(site)
  t.notOk(existsSync(file))
  t.match((await browser.get('/settings/data')).text, 'deleted, because its time was over')
})

t.test('it is for members, and one at a time', async t => {
  const { running, site, ann, bob, browser } = await makeLife(t)
  await t.rejects(requestExport(site, visitor), { code: 'unauthorized' })
  await t.rejects(requestExport(site, system), { code: 'unauthorized' })
  await site.db.transaction(trx =>
    trx('tasks').insert({
      id: 'x'.repeat(36),
      name: 'own-data.export',
      subject: ann.id,
      input: '{}',
      leasedUntil: '2999',
      createdAt: '2026',
    }),
  )
  await t.rejects(requestExport(site, ann), { code: 'conflict' })
  await browser.get('/settings/data')
  const refused = await browser.post('/export')
  t.equal(refused.status, 409)
  t.match(refused.text, 'Your data are being packed already.')
  await site.db.transaction(trx => trx('tasks').where({ subject: ann.id }).delete())
  await requestExport(site, bob)
  await requestExport(site, ann)
  await packed(running)
  t.equal((await site.db('own_exports').whereNotNull('file')).length, 2, 'each their own, side by side')
})

t.test('it works during maintenance and while the account is closing, and goes with the account', async t => {
  const { running, site, ann, browser } = await makeLife(t)
  await site.db.transaction(trx => trx('members').where({ id: ann.id }).update({ closingAt: '2026-11-15T12:00:00.000Z' }))
  await site.act(system, 'site.maintain', { on: true, note: 'Back soon' })
  t.equal((await browser.get('/')).status, 503)
  t.equal((await browser.get('/settings/data')).status, 200)
  t.equal((await browser.post('/export')).status, 303)
  await packed(running)
  const [, path = ''] = /href="(\/export\/[^"]+)"/.exec((await browser.get('/settings/data')).text) ?? []
  t.equal((await browser.get(path)).status, 200)
  const file = exportPath(site, (await site.db('own_exports').first('file')).file)
  await destroyAccount(site, ann.id)
  t.notOk(existsSync(file))
  t.same(await site.db('own_exports'), [])
})

t.test('who is suspended takes everything along with the link they got', async t => {
  const { running, site, url, ann, bob } = await makeLife(t)
  const pass = makePass(site, ann.id)
  const outside = new Browser(url)
  t.equal((await outside.get('/export')).status, 302)
  t.equal((await outside.get(`/export?pass=${pass}`)).status, 200)
  t.equal((await outside.post(`/export?pass=${pass}`)).status, 303)
  await packed(running)
  const [, path = ''] = /href="(\/export\/[^"]+)"/.exec((await outside.get(`/export?pass=${pass}`)).text) ?? []
  t.equal((await outside.get(path.replaceAll('&#x3D;', '='))).status, 200)
  t.equal((await outside.get(path.replace(/\?.*/, ''))).status, 302, 'not without it')
  t.equal((await outside.get(path.replace(/\?.*/, `?pass=${makePass(site, bob.id)}`))).status, 404)
  t.equal((await outside.get('/export?pass=forged')).status, 410)
})

t.test('the licence for what one publishes is chosen there', async t => {
  const { site, ann, browser } = await makeLife(t)
  await browser.get('/settings/data')
  t.equal((await browser.post('/settings/data/licence', { licence: 'GPL' })).status, 422)
  t.equal((await browser.post('/settings/data/licence', { licence: 'CC0-1.0', older: 'yes' })).status, 303)
  t.match(await site.db('members').where({ id: ann.id }).first(), { licence: 'CC0-1.0' })
  t.match(await site.db('entries').where({ authorId: ann.id }), [{ licence: 'CC0-1.0' }])
  await browser.get('/')
  await browser.post('/entries', { body: 'With the usual licence' })
  t.match(await site.db('entries').where({ body: 'With the usual licence' }).first(), { licence: 'CC0-1.0' })
})
