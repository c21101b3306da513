import t from 'tap'
import { memberActor, visitor } from '../../../core/actor.ts'
import { publishComment } from '../../../core/comments/publish-comment.ts'
import { removeEntry, restoreEntry } from '../../../core/entries/remove-entry.ts'
import { findVisibleEntry } from '../../../core/feeds/visibility.ts'
import { likeEntry } from '../../../core/likes/like-entry.ts'
import { findMemberById } from '../../../core/members/member.ts'
import { makeEntry } from '../../../core/testing/make-entry.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeOpenSite, makeSite } from '../../../core/testing/make-site.ts'
import { readHome } from '../../../core/timelines/read-home.ts'

t.test('a removed entry is nowhere, and back with everything when its author wants', async t => {
  const { site, outbox } = await makeOpenSite(t)
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  const entry = await makeEntry(site, ann)
  await publishComment(site, bob, { entry: entry.id, body: 'Yes' })
  await likeEntry(site, bob, { entry: entry.id })
  await outbox.drained()
  const home = async () => (await readHome(site, memberActor(await findMemberById(site.db, bob.id)), {})).rows.map(row => row.id)
  t.same(await home(), [entry.id])

  await removeEntry(site, ann, { id: entry.shortId })
  for (const actor of [ann, bob, visitor]) await t.rejects(findVisibleEntry(site.db, actor, entry.id), { code: 'entry-not-found' })
  t.same(await home(), [])
  await t.rejects(publishComment(site, bob, { entry: entry.id, body: 'Again' }), { code: 'entry-not-found' })
  await t.rejects(removeEntry(site, ann, { id: entry.id }), { code: 'entry-not-found' })

  await restoreEntry(site, ann, { id: entry.id })
  t.match(await findVisibleEntry(site.db, visitor, entry.id), { commentCount: 1, likeCount: 1, removedAt: null, removedBy: null })
  t.same(await home(), [entry.id])
  await outbox.drained()
  t.equal((await site.db('jobs')).length, 0)
})

t.test('only its author and moderators remove it, and who removed it brings it back', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  const mod = await makeMember(site, 'mod', { role: 'moderator' })
  const entry = await makeEntry(site, ann)
  for (const actor of [bob, visitor]) await t.rejects(removeEntry(site, actor, { id: entry.id }), { code: 'forbidden' })
  await t.rejects(restoreEntry(site, ann, { id: entry.id }), { code: 'entry-not-found' }, 'it was not removed')

  await removeEntry(site, mod, { id: entry.id })
  for (const actor of [ann, bob, visitor]) await t.rejects(restoreEntry(site, actor, { id: entry.id }), { code: 'entry-not-found' })
  await restoreEntry(site, mod, { id: entry.id })
  await removeEntry(site, ann, { id: entry.id })
  await t.rejects(restoreEntry(site, mod, { id: entry.id }), { code: 'entry-not-found' })
})

t.test('what a moderator cannot see a moderator cannot remove', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann', { access: 'private' })
  const mod = await makeMember(site, 'mod', { role: 'moderator' })
  const entry = await makeEntry(site, ann)
  await t.rejects(removeEntry(site, mod, { id: entry.id }), { code: 'entry-not-found' })
  await t.rejects(removeEntry(site, ann, { id: 'nosuch' }), { code: 'entry-not-found' })
})
