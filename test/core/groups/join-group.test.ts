import t from 'tap'
import { visitor } from '../../../core/actor.ts'
import { changeRole } from '../../../core/groups/change-role.ts'
import { createGroup } from '../../../core/groups/create-group.ts'
import { findGroup } from '../../../core/groups/group.ts'
import { joinGroup } from '../../../core/groups/join-group.ts'
import { leaveGroup } from '../../../core/groups/leave-group.ts'
import { countRoles, maybeRole } from '../../../core/groups/membership.ts'
import type { Site } from '../../../core/site.ts'
import { isSubscribed } from '../../../core/subscriptions/subscription.ts'
import { hasRequested } from '../../../core/subscriptions/subscription-request.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeOpenSite, makeSite } from '../../../core/testing/make-site.ts'

const cooks = { name: 'Cooks', handle: 'cooks', description: '' }

async function eventsOf(site: Site): Promise<string[]> {
  return (await site.db('outbox').orderBy('id').select('name')).map((row: { name: string }) => row.name)
}

t.test('who joins a public group is in it and follows it', async t => {
  const { site, outbox } = await makeOpenSite(t)
  await outbox.close()
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  const group = await createGroup(site, ann, { ...cooks, access: 'public' })

  t.equal(await joinGroup(site, bob, { handle: 'Cooks' }), 'joined')
  t.equal(await maybeRole(site.db, group.id, bob.id), 'member')
  t.ok(await isSubscribed(site.db, { memberId: bob.id, feedId: group.id }))

  const before = await eventsOf(site)
  t.equal(await joinGroup(site, bob, { handle: 'cooks' }), 'joined', 'twice is once')
  t.same(await eventsOf(site), before)
})

t.test('a private group is asked first', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  const group = await createGroup(site, ann, { ...cooks, access: 'private' })

  t.equal(await joinGroup(site, bob, { handle: 'cooks' }), 'requested')
  t.equal(await maybeRole(site.db, group.id, bob.id), undefined)
  t.notOk(await isSubscribed(site.db, { memberId: bob.id, feedId: group.id }))
  t.ok(await hasRequested(site.db, { memberId: bob.id, feedId: group.id }))

  await leaveGroup(site, bob, { handle: 'cooks' })
  t.notOk(await hasRequested(site.db, { memberId: bob.id, feedId: group.id }), 'and may take it back')
})

t.test('visitors cannot join, and nobody joins what is not a group', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann')
  await createGroup(site, ann, { ...cooks, access: 'public' })
  await t.rejects(joinGroup(site, visitor, { handle: 'cooks' }), { code: 'unauthorized' })
  await t.rejects(joinGroup(site, ann, { handle: 'nosuch' }), { code: 'group-not-found' })
  await t.rejects(joinGroup(site, ann, { handle: 'ann' }), { code: 'group-not-found' })
})

t.test('the last admin cannot leave the others behind', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  const group = await createGroup(site, ann, { ...cooks, access: 'public' })
  await joinGroup(site, bob, { handle: 'cooks' })

  await t.rejects(leaveGroup(site, ann, { handle: 'cooks' }), { code: 'conflict', message: /another|somebody else/i })
  await changeRole(site, ann, { handle: 'cooks', member: 'bob', role: 'admin' })
  await leaveGroup(site, ann, { handle: 'cooks' })
  t.equal(await maybeRole(site.db, group.id, ann.id), undefined)
  t.notOk(await isSubscribed(site.db, { memberId: ann.id, feedId: group.id }))
  t.same(await countRoles(site.db, group.id), { members: 1, admins: 1 })
})

t.test('two admins who leave at once do not leave the group without one', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  const cem = await makeMember(site, 'cem')
  const group = await createGroup(site, ann, { ...cooks, access: 'public' })
  for (const member of [bob, cem]) await joinGroup(site, member, { handle: 'cooks' })
  await changeRole(site, ann, { handle: 'cooks', member: 'bob', role: 'admin' })

  const outcomes = await Promise.allSettled([ann, bob].map(admin => leaveGroup(site, admin, { handle: 'cooks' })))
  t.same(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  t.same(await countRoles(site.db, group.id), { members: 2, admins: 1 })
})

t.test('a public group that everybody left goes to whoever comes next; a private one is closed', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  const group = await createGroup(site, ann, { ...cooks, access: 'public' })
  await createGroup(site, ann, { ...cooks, handle: 'secretcooks', access: 'private' })
  await joinGroup(site, bob, { handle: 'secretcooks' })

  await leaveGroup(site, ann, { handle: 'cooks' })
  await joinGroup(site, bob, { handle: 'cooks' })
  t.equal(await maybeRole(site.db, group.id, bob.id), 'admin')

  await leaveGroup(site, ann, { handle: 'secretcooks' })
  await t.rejects(findGroup(site.db, 'secretcooks'), { code: 'group-not-found' })
  t.equal((await site.db('subscriptionRequests')).length, 0)
})
