import t from 'tap'
import { visitor } from '../../../core/actor.ts'
import { editEntry } from '../../../core/entries/edit-entry.ts'
import { longestBody } from '../../../core/entries/tidy-body.ts'
import { makeClock } from '../../../core/testing/make-clock.ts'
import { makeEntry } from '../../../core/testing/make-entry.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeOpenSite, makeSite } from '../../../core/testing/make-site.ts'

t.test('an author changes text and link; the entry stays where it is', async t => {
  const { now, tick } = makeClock()
  const { site, outbox } = await makeOpenSite(t, { now })
  const ann = await makeMember(site, 'ann')
  const entry = await makeEntry(site, ann, { body: 'Low', link: 'example.org' })
  await outbox.close()
  await site.db.transaction(trx => trx('outbox').delete())
  tick()
  const edited = await editEntry(site, ann, { id: entry.shortId, body: 'High & dry', link: ' example.net ' })
  t.match(edited, { body: 'High & dry', link: 'https://example.net/', editedAt: now().toISOString() })
  const row = await site.db('entries').first()
  t.match(row, { body: 'High & dry', bodyHtml: '<p>High &amp; dry</p>', bumpedAt: entry.bumpedAt, editedAt: now().toISOString() })
  t.match(await site.db('outbox'), [{ name: 'entry.edited' }])

  tick()
  await editEntry(site, ann, { id: entry.id, body: 'High & dry', link: 'example.net' })
  t.match(await site.db('entries').first(), { editedAt: row.editedAt }, 'what did not change was not edited')
  t.equal((await site.db('outbox')).length, 1)
})

t.test('nobody else can edit it, whatever their role', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann', { access: 'private' })
  const bob = await makeMember(site, 'bob')
  const mod = await makeMember(site, 'mod', { role: 'admin' })
  const mine = await makeEntry(site, bob)
  for (const actor of [ann, mod]) await t.rejects(editEntry(site, actor, { id: mine.id, body: 'x' }), { code: 'forbidden' })
  await t.rejects(editEntry(site, visitor, { id: mine.id, body: 'x' }), { code: 'forbidden' })
  const secret = await makeEntry(site, ann)
  for (const actor of [bob, mod, visitor])
    await t.rejects(editEntry(site, actor, { id: secret.id, body: 'x' }), { code: 'entry-not-found' }, 'a private one is not there')
})

t.test('an edit is held to the same rules, and imported entries are edited where they came from', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann')
  const entry = await makeEntry(site, ann)
  await t.rejects(editEntry(site, ann, { id: entry.id, body: ' ' }), { code: 'invalid', message: /remove the entry/ })
  await t.rejects(editEntry(site, ann, { id: entry.id, body: 'a'.repeat(longestBody + 1) }), { code: 'invalid' })
  await t.rejects(editEntry(site, ann, { id: entry.id, body: 'x', link: 'javascript:x' }), { code: 'invalid', message: /address/ })
  await t.rejects(editEntry(site, ann, { id: entry.id, body: 'x', uploads: ['none'] }), { code: 'invalid', message: /gone/ })
  await site.db.transaction(trx => trx('entries').update({ origin: 'abc' }))
  await t.rejects(editEntry(site, ann, { id: entry.id, body: 'x' }), { code: 'forbidden', message: /came in from elsewhere/ })
  t.match(await site.db('entries').first(), { body: 'Hello', editedAt: null })
})

t.test('pictures come and go with an edit', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann')
  const upload = (id: string) => ({
    id,
    memberId: ann.id,
    file: `${id}.webp`,
    type: 'image/webp',
    width: 4,
    height: 3,
    bytes: 9,
    createdAt: site.now().toISOString(),
  })
  await site.db.transaction(trx => trx('uploads').insert(['one', 'two', 'three'].map(upload)))
  const entry = await makeEntry(site, ann, { body: '', uploads: ['two', 'one'] })
  const urls = async () => JSON.parse((await site.db('entries').first()).attachments).map(({ url }: { url: string }) => url)
  t.same(await urls(), ['/media/two.webp', '/media/one.webp'], 'in the order given')

  await editEntry(site, ann, { id: entry.id, body: '', without: ['/media/two.webp'], uploads: ['three'] })
  t.same(await urls(), ['/media/one.webp', '/media/three.webp'])
  t.match(await site.db('uploads').orderBy('id'), [
    { id: 'one', entryId: entry.id },
    { id: 'three', entryId: entry.id },
    { id: 'two', entryId: null },
  ])
  const rest = { id: entry.id, body: '', without: await urls() }
  await t.rejects(editEntry(site, ann, rest), { code: 'invalid', message: /remove the entry/ })
  await editEntry(site, ann, { ...rest, body: 'Without' })
  t.same(await urls(), [])
})

t.test('a picture is used once, and by who brought it', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  const createdAt = site.now().toISOString()
  const row = { id: 'one', memberId: ann.id, file: 'one.webp', type: 'image/webp', bytes: 9, createdAt }
  await site.db.transaction(trx => trx('uploads').insert(row))
  await t.rejects(makeEntry(site, bob, { uploads: ['one'] }), { code: 'invalid', message: /gone/ })
  const outcomes = await Promise.allSettled([makeEntry(site, ann, { uploads: ['one'] }), makeEntry(site, ann, { uploads: ['one', 'one'] })])
  t.same(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  await t.rejects(makeEntry(site, ann, { uploads: ['one'] }), { code: 'invalid', message: /used already/ })
  t.equal((await site.db('entries')).length, 1)
})
