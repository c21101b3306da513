import t from 'tap'
import { visitor } from '../../../core/actor.ts'
import { likeEntry, unlikeEntry } from '../../../core/likes/like-entry.ts'
import { hideEntry, saveEntry, unhideEntry, unsaveEntry } from '../../../core/likes/mark-entry.ts'
import type { Site } from '../../../core/site.ts'
import { makeClock } from '../../../core/testing/make-clock.ts'
import { makeEntry } from '../../../core/testing/make-entry.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeOpenSite, makeSite } from '../../../core/testing/make-site.ts'

async function namesOf(site: Site): Promise<string[]> {
  return (await site.db('outbox').orderBy('id')).map(row => row.name)
}

t.test('a like counts once and moves nothing; it can be taken back', async t => {
  const { now, tick } = makeClock()
  const { site, outbox } = await makeOpenSite(t, { now })
  await outbox.close()
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  const entry = await makeEntry(site, ann)
  tick()
  await likeEntry(site, bob, { entry: entry.shortId })
  await likeEntry(site, bob, { entry: entry.id })
  t.match(await site.db('entries').first(), { likeCount: 1, bumpedAt: entry.bumpedAt })
  t.match(await site.db('likes'), [{ memberId: bob.id, createdAt: now().toISOString() }])
  t.match(await site.db('activities'), [{ memberId: bob.id, kind: 'like' }])
  await unlikeEntry(site, bob, { entry: entry.id })
  await unlikeEntry(site, bob, { entry: entry.id })
  t.match(await site.db('entries').first(), { likeCount: 0 })
  t.same(await site.db('likes'), [])
  t.same(await site.db('activities'), [])
  t.same(await namesOf(site), ['entry.published', 'like.added', 'like.removed'])
})

t.test('several likes at once are counted', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann')
  const { id: entry } = await makeEntry(site, ann)
  const people = await Promise.all(['bob', 'cem', 'dee', 'eve'].map(handle => makeMember(site, handle)))
  await Promise.all([...people, ...people].map(actor => likeEntry(site, actor, { entry })))
  t.match(await site.db('entries').first(), { likeCount: 4 })
})

t.test('nobody likes their own entry, a visitor none, and a stranger none that is private', async t => {
  const site = await makeSite(t)
  const dee = await makeMember(site, 'dee', { access: 'private' })
  const bob = await makeMember(site, 'bob')
  const { id: entry } = await makeEntry(site, dee)
  await t.rejects(likeEntry(site, dee, { entry }), { code: 'conflict', message: /your own/ })
  for (const verb of [likeEntry, unlikeEntry, hideEntry, unhideEntry, saveEntry, unsaveEntry]) {
    await t.rejects(verb(site, visitor, { entry }), { code: 'unauthorized' })
    await t.rejects(verb(site, bob, { entry }), { code: 'entry-not-found' })
    await t.rejects(verb(site, dee, { entry: 'nosuch' }), { code: 'entry-not-found' })
  }
  for (const table of ['likes', 'hides', 'saves']) t.same(await site.db(table), [], table)
})

t.test('hides and saves are one’s own, once each, and nobody hears of them', async t => {
  const { site, outbox } = await makeOpenSite(t)
  await outbox.close()
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  const { id: entry } = await makeEntry(site, ann)
  for (const actor of [bob, bob, ann]) {
    await hideEntry(site, actor, { entry })
    await saveEntry(site, actor, { entry })
  }
  for (const table of ['hides', 'saves']) t.equal((await site.db(table)).length, 2, table)
  await unhideEntry(site, bob, { entry })
  await unsaveEntry(site, bob, { entry })
  for (const table of ['hides', 'saves']) t.match(await site.db(table), [{ memberId: ann.id }], table)
  t.same(await namesOf(site), ['entry.published'])
})
