import t from 'tap'
import type { Actor } from '../../../core/actor.ts'
import { visitor } from '../../../core/actor.ts'
import { showOneEntry } from '../../../core/feeds/entry-page.ts'
import { findVisibleEntry } from '../../../core/feeds/visibility.ts'
import { holdEntries } from '../../../core/held/hold-entries.ts'
import { listHeld } from '../../../core/held/list-held.ts'
import { editProfile } from '../../../core/members/edit-profile.ts'
import type { Site } from '../../../core/site.ts'
import { subscribe } from '../../../core/subscriptions/subscribe.ts'
import { makeEntry } from '../../../core/testing/make-entry.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeOpenSite } from '../../../core/testing/make-site.ts'
import { readHome } from '../../../core/timelines/read-home.ts'

/** A filter that holds what sounds like advertising. */
function holdPills(site: Site): void {
  const filter = {
    plugin: 'spam',
    guard: { run: (_what: string, _options: object, work: () => Promise<unknown>) => work() },
    thing: (value: { body: string }) => ({ ...value, ...(/pills/.test(value.body) && { hold: 'Sounds like advertising.' }) }),
  }
  Object.defineProperty(site, 'registry', { value: { ...site.registry, filters: new Map([['entry.publishing', [filter]]]) } })
}

async function sees(site: Site, actor: Actor, id: string): Promise<boolean> {
  return findVisibleEntry(site.db, actor, id).then(
    () => true,
    () => false,
  )
}

t.test('a held entry is for its author alone until somebody lets it go', async t => {
  const { site, outbox } = await makeOpenSite(t)
  holdPills(site)
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  const mia = await makeMember(site, 'mia', { role: 'moderator' })
  await subscribe(site, bob, { handle: 'ann' })
  const entry = await makeEntry(site, ann, 'Cheap pills')
  await outbox.drained()
  t.same(
    [
      await sees(site, ann, entry.id),
      await sees(site, bob, entry.id),
      await sees(site, mia, entry.id),
      await sees(site, visitor, entry.id),
    ],
    [true, false, false, false],
  )
  t.equal((await showOneEntry(site, ann, entry.id)).held, true)
  t.match(await listHeld(site, mia, { limit: 10 }), [
    { id: entry.id, reason: 'Sounds like advertising.', text: 'Cheap pills', isPrivate: false },
  ])
  await t.rejects(listHeld(site, bob, { limit: 10 }), { code: 'forbidden' })
  const profile = { name: 'Ann', description: '', linkTitle: [], linkUrl: [] }
  await editProfile(site, ann, { ...profile, access: 'private' })
  t.equal(await sees(site, bob, entry.id), false, 'also after the feed changed')
  await editProfile(site, ann, { ...profile, access: 'public' })

  await site.act(mia, 'entry.release', { id: entry.id })
  await outbox.drained()
  t.same([await sees(site, bob, entry.id), await sees(site, visitor, entry.id)], [true, true])
  t.same(
    (await readHome(site, bob, {})).rows.map(row => row.id),
    [entry.id],
    'it stands in the homes of those who follow',
  )
  t.same(await listHeld(site, mia, { limit: 10 }), [])
  await t.rejects(site.act(mia, 'entry.release', { id: entry.id }), { code: 'held-entry-not-found' })
})

t.test('a held entry is refused with a reason; what was meant for a few stays unread', async t => {
  const { site } = await makeOpenSite(t)
  const cem = await makeMember(site, 'cem', { access: 'private' })
  const mia = await makeMember(site, 'mia', { role: 'moderator' })
  const entry = await makeEntry(site, cem, 'between us')
  await site.db.transaction(trx => holdEntries(site.within(trx), trx, [entry.id], { reason: 'The check failed.', by: 'spam' }))
  await site.db.transaction(trx => holdEntries(site.within(trx), trx, [entry.id], { reason: 'Again.', by: 'spam' }))
  const [held] = await listHeld(site, mia, { limit: 10 })
  t.match(held, { isPrivate: true, text: '', title: null, link: null, reason: 'The check failed.' })
  await t.rejects(site.act(mia, 'entry.refuse', { id: entry.id }), { code: 'invalid' })
  await site.act(mia, 'entry.refuse', { id: entry.id }, { reason: 'Advertising.' })
  t.match(await site.db('entries').where({ id: entry.id }).first(), { access: 'private', removedBy: mia.id, removedReason: 'Advertising.' })
  t.equal(await sees(site, cem, entry.id), false)
})
