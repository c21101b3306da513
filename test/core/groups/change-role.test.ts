import t from 'tap'
import { visitor } from '../../../core/actor.ts'
import { changeRole } from '../../../core/groups/change-role.ts'
import { createGroup } from '../../../core/groups/create-group.ts'
import { joinGroup } from '../../../core/groups/join-group.ts'
import { countRoles, maybeRole } from '../../../core/groups/membership.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeSite, type Teardown } from '../../../core/testing/make-site.ts'

async function makeCooks(t: Teardown) {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  const cem = await makeMember(site, 'cem')
  const group = await createGroup(site, ann, { name: 'Cooks', handle: 'cooks', description: '', access: 'public' })
  await joinGroup(site, bob, { handle: 'cooks' })
  return { site, ann, bob, cem, group }
}

t.test('an admin makes a member an admin, and a member again', async t => {
  const { site, ann, bob, group } = await makeCooks(t)
  await changeRole(site, ann, { handle: 'cooks', member: 'bob', role: 'admin' })
  t.equal(await maybeRole(site.db, group.id, bob.id), 'admin')
  await changeRole(site, bob, { handle: 'cooks', member: 'ann', role: 'member' })
  t.equal(await maybeRole(site.db, group.id, ann.id), 'member')
})

t.test('members, outsiders and visitors change no roles, and outsiders get none', async t => {
  const { site, ann, bob, cem } = await makeCooks(t)
  for (const wrong of [bob, cem, visitor]) {
    await t.rejects(changeRole(site, wrong, { handle: 'cooks', member: 'bob', role: 'admin' }), { code: 'forbidden' })
  }
  await t.rejects(changeRole(site, ann, { handle: 'cooks', member: 'cem', role: 'admin' }), { code: 'conflict' })
  await t.rejects(changeRole(site, ann, { handle: 'cooks', member: 'nobody', role: 'admin' }), { code: 'member-not-found' })
})

t.test('a group keeps an admin, also when two step down at once', async t => {
  const { site, ann, bob, group } = await makeCooks(t)
  await t.rejects(changeRole(site, ann, { handle: 'cooks', member: 'ann', role: 'member' }), { code: 'conflict' })
  await changeRole(site, ann, { handle: 'cooks', member: 'bob', role: 'admin' })
  await Promise.allSettled([
    changeRole(site, ann, { handle: 'cooks', member: 'bob', role: 'member' }),
    changeRole(site, bob, { handle: 'cooks', member: 'ann', role: 'member' }),
  ])
  t.same(await countRoles(site.db, group.id), { members: 2, admins: 1 })
})
