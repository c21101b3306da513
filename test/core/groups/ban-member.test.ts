import t from 'tap'
import { publishComment } from '../../../core/comments/publish-comment.ts'
import { changeRole } from '../../../core/groups/change-role.ts'
import { createGroup } from '../../../core/groups/create-group.ts'
import { joinGroup } from '../../../core/groups/join-group.ts'
import { makeClock } from '../../../core/testing/make-clock.ts'
import { makeEntry } from '../../../core/testing/make-entry.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeOpenSite } from '../../../core/testing/make-site.ts'

const because = { reason: 'Off topic, again.' }
const cooks = { handle: 'cooks' }

async function setUp(t: Parameters<typeof makeOpenSite>[0]) {
  const clock = makeClock('2026-03-01T12:00:00.000Z')
  const { site, outbox } = await makeOpenSite(t, { now: clock.now })
  const [ann, bob, cem] = [await makeMember(site, 'ann'), await makeMember(site, 'bob'), await makeMember(site, 'cem')]
  await createGroup(site, ann, { name: 'Cooks', handle: 'cooks', description: '', access: 'public' })
  for (const member of [bob, cem]) await joinGroup(site, member, cooks)
  return { site, outbox, clock, ann, bob, cem }
}

t.test('who runs a group shuts somebody out of it, for a while, and lets them back', async t => {
  const { site, clock, ann, bob, cem } = await setUp(t)
  const entry = await makeEntry(site, ann, { body: 'Soup', to: ['cooks'] })
  const ban = { group: 'cooks', handle: 'bob', days: 7 }
  await t.rejects(site.act(cem, 'group.ban', ban, because), { code: 'forbidden' }, 'not members')
  await t.rejects(site.act(ann, 'group.ban', ban), { code: 'invalid' }, 'not without a reason')
  await t.rejects(site.act(ann, 'group.ban', { ...ban, handle: 'ann' }, because), { code: 'conflict' }, 'not oneself')
  await t.rejects(site.act(ann, 'group.ban', { ...ban, group: 'none' }, because), { code: 'forbidden' })
  await site.act(ann, 'group.ban', ban, because)
  t.same(await site.db('memberships').where({ memberId: bob.id }), [])
  await t.rejects(joinGroup(site, bob, cooks), { code: 'banned', message: /until 2026-03-08\. Why: Off topic/ })
  await t.rejects(publishComment(site, bob, { entry: entry.id, body: 'Salt' }), { code: 'banned' })
  await t.rejects(makeEntry(site, bob, { body: 'Me', to: ['cooks'] }), { code: 'forbidden' })
  await t.rejects(site.act(ann, 'group.ban', ban, because), { code: 'conflict' })

  await site.act(ann, 'group.lift-ban', { group: 'cooks', handle: 'bob' }, because)
  t.match(await site.db('memberships').where({ memberId: bob.id }).first(), { role: 'member' }, 'back in it')
  await t.rejects(site.act(ann, 'group.lift-ban', { group: 'cooks', handle: 'bob' }, because), { code: 'conflict' })
  await site.act(ann, 'group.ban', ban, because)
  clock.tick(8 * 86_400_000)
  await publishComment(site, bob, { entry: entry.id, body: 'Pepper' })
  t.equal(await joinGroup(site, bob, cooks), 'joined', 'its time is over')
  await changeRole(site, ann, { handle: 'cooks', member: 'bob', role: 'admin' })
  await t.rejects(site.act(ann, 'group.ban', ban, because), { code: 'conflict' }, 'no admin')
})

t.test('an entry is taken out of a group and put back, and its comments are closed where the group is all its place', async t => {
  const { site, outbox, ann, bob, cem } = await setUp(t)
  const { id } = await makeEntry(site, bob, { body: 'My car', to: ['cooks'] })
  await outbox.drained()
  await site.db.transaction(trx => trx('members').update({ timelineBuiltAt: site.now().toISOString() }))
  const where = { group: 'cooks', id }
  await t.rejects(site.act(cem, 'group.remove-entry', where, because), { code: 'forbidden' })
  await site.act(ann, 'entry.lock-comments', { id }, because)
  await t.rejects(site.act(cem, 'entry.unlock-comments', { id }, because), { code: 'forbidden' })
  await site.act(ann, 'entry.unlock-comments', { id }, because)
  const taken = await site.act(ann, 'group.remove-entry', where, because)
  t.match(taken, { auditId: /./, changes: [{ before: 'in it' }] })
  t.match(await site.db('entries').where({ id }).first(), { access: 'private', removedAt: null })
  await outbox.drained()
  await t.rejects(site.act(ann, 'group.remove-entry', where, because), { code: 'entry-not-found' })
  await t.rejects(site.act(ann, 'entry.lock-comments', { id }, because), { code: 'forbidden' }, 'not theirs any more')
  await site.act({ kind: 'plugin', scopes: [] }, 'group.return-entry', where, { ...because, byPlugin: 'moderation' })
  t.match(await site.db('entries').where({ id }).first(), { access: 'public' })
  await outbox.drained()
  t.match(await site.db('timeline').where({ entryId: id, readerId: cem.id }).first(), { reason: 'subscription' })
  const both = await makeEntry(site, bob, { body: 'Two places', to: ['me', 'cooks'] })
  await t.rejects(site.act(ann, 'entry.lock-comments', { id: both.id }, because), { code: 'forbidden' }, 'it stands elsewhere, too')
})
