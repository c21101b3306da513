import t from 'tap'
import { system } from '../../../core/actor.ts'
import { publishComment } from '../../../core/comments/publish-comment.ts'
import { removeComment } from '../../../core/comments/remove-comment.ts'
import { editEntry } from '../../../core/entries/edit-entry.ts'
import { removeEntry, restoreEntry } from '../../../core/entries/remove-entry.ts'
import { sweepUploads } from '../../../core/entries/sweep-uploads.ts'
import { keepToRetention } from '../../../core/retention/keep-to-retention.ts'
import { listDeleted } from '../../../core/retention/note-deleted.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeClock } from '../../../core/testing/make-clock.ts'
import { makeEntry } from '../../../core/testing/make-entry.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeServedSite, makeSite } from '../../../core/testing/make-site.ts'

const day = 86_400_000

t.test('what authors removed is deleted after its time, and not before; what others said to it stays', async t => {
  const clock = makeClock()
  const site = await makeSite(t, { now: clock.now })
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  const alone = await makeEntry(site, ann, 'Nobody answered')
  const talked = await makeEntry(site, ann, 'Somebody answered')
  const imported = await makeEntry(site, ann, 'From elsewhere')
  const stays = await makeEntry(site, ann, 'It stays')
  await site.db.transaction(trx =>
    trx('entries')
      .where({ id: imported.id })
      .update({ origin: 'o'.repeat(64), original: '{"html":"secret"}' }),
  )
  const word = await publishComment(site, bob, { entry: talked.id, body: 'A word of Bob' })
  const gone = await publishComment(site, bob, { entry: stays.id, body: 'Taken back' })
  await removeComment(site, bob, { id: gone.id })
  for (const { id } of [alone, talked, imported]) await removeEntry(site, ann, { id })

  clock.tick(29 * day)
  await keepToRetention(site)
  t.equal((await site.db('entries')).length, 4, 'within the time everything can come back')
  await restoreEntry(site, ann, { id: alone.id })
  await removeEntry(site, ann, { id: alone.id })

  clock.tick(2 * day)
  await keepToRetention(site)
  t.ok(await site.db('entries').where({ id: alone.id }).first(), 'it was removed anew')
  t.same(Object.fromEntries(await listDeleted(site)), { 'removed entries': 2, 'removed comments': 1 })
  clock.tick(31 * day)
  await keepToRetention(site)
  await keepToRetention(site)
  t.notOk(await site.db('entries').where({ id: alone.id }).first())
  t.match(await site.db('entries').where({ id: talked.id }).first(), { body: '', bodyHtml: '', authorId: ann.id })
  t.match(await site.db('comments').where({ id: word.id }).first(), { body: 'A word of Bob' })
  t.match(
    await site.db('entries').where({ id: imported.id }).first(),
    { original: null, bodyHtml: '', origin: 'o'.repeat(64) },
    'it is known, and stays away',
  )
  t.match(await site.db('entries').where({ id: stays.id }).first(), { body: 'It stays' })
  t.same(
    (await site.db('comments')).map(({ id }: { id: string }) => id),
    [word.id],
  )
  await t.rejects(restoreEntry(site, ann, { id: talked.id }), /./, 'nothing empty comes back')
  t.same(Object.fromEntries(await listDeleted(site)), { 'removed entries': 1 }, 'each counted once')
})

t.test('what moderators took down is kept longer, so that one can object', async t => {
  const clock = makeClock()
  const site = await makeSite(t, { now: clock.now })
  const ann = await makeMember(site, 'ann')
  const entry = await makeEntry(site, ann, 'Taken down')
  await site.db.transaction(trx =>
    trx('entries').where({ id: entry.id }).update({ removedAt: clock.now().toISOString(), removedBy: 'rita', removedReason: 'Rule 3' }),
  )
  clock.tick(100 * day)
  await keepToRetention(site)
  t.ok(await site.db('entries').where({ id: entry.id }).first())
  clock.tick(81 * day)
  await keepToRetention(site)
  t.notOk(await site.db('entries').where({ id: entry.id }).first())
})

t.test('sessions, versions, originals and failed work go by the settings; zero keeps for good; staff alone change them', async t => {
  const clock = makeClock()
  const site = await makeSite(t, { now: clock.now })
  const ann = await makeMember(site, 'ann')
  const entry = await makeEntry(site, ann, 'One')
  await editEntry(site, ann, { id: entry.id, body: 'Two' })
  await site.db.transaction(async trx => {
    await trx('entries').where({ id: entry.id }).update({ original: '{}', origin: 'x' })
    await trx('active_days').insert(['2026-11-01', '2026-10-30'].map(day => ({ memberId: ann.id, day })))
    await trx('jobs').insert({ id: 'j', name: 'x', input: '{}', failedAt: clock.now().toISOString(), runAt: '2026', createdAt: '2026' })
    const session = { id: 's', memberId: ann.id, address: '', agent: '', createdAt: '2026-11-01', usedAt: clock.now().toISOString() }
    await trx('sessions').insert({ ...session, expiresAt: '2999' })
  })
  const left = async () =>
    Promise.all(['sessions', 'entry_edits', 'jobs'].map(async table => (await site.db(table).whereNot({ id: '' })).length))
  await site.act(system, 'settings.save', { values: { keepSessions: 7, keepEdits: 0 } })
  clock.tick(8 * day)
  await keepToRetention(site)
  t.match(await left(), [0, 1])
  t.equal((await site.db('active_days')).length, 2)
  clock.tick(400 * day)
  await keepToRetention(site)
  t.same((await left()).slice(0, 2), [0, 1], 'for good')
  t.equal((await site.db('active_days')).length, 0, 'no longer than votes look back')
  t.ok((await site.db('entries').where({ id: entry.id }).first()).original, 'part of what one takes along, unless the site says otherwise')
  await site.act(system, 'settings.save', { values: { keepOriginals: 30, keepEdits: 30 } })
  await keepToRetention(site)
  t.same(await left(), [0, 0, 0])
  t.equal((await site.db('entries').where({ id: entry.id }).first()).original, null)

  await t.rejects(site.act(ann, 'settings.change', { key: 'keepRemoved', value: 1 }), { code: 'forbidden' })
  for (const value of [0, -1, 4000, 'long'])
    await t.rejects(site.act(system, 'settings.change', { key: 'keepRemoved', value }), { code: 'invalid' }, String(value))
})

t.test('the privacy policy says how long, as it is, and how much was deleted', async t => {
  const { site, url } = await makeServedSite(t)
  const ann = await makeMember(site, 'ann')
  const at = new Date(site.now().getTime() - 2 * day).toISOString()
  const upload = { id: 'u', memberId: ann.id, file: `${'a'.repeat(64)}.png`, type: 'image/png', bytes: 1, createdAt: at }
  await site.db.transaction(trx => trx('uploads').insert(upload))
  await sweepUploads(site)
  t.equal((await listDeleted(site)).get('uploads'), 1)
  await site.act(system, 'settings.change', { key: 'keepRemoved', value: 14 })
  const browser = new Browser(url)
  await signInAs(site, browser, ann)
  const page = (await browser.get('/privacy')).text
  t.match(page, /Entries that their authors removed<\/dt><dd>14 days/)
  t.match(page, /not fetched any more<\/dt><dd>for good/)
})
