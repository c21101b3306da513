import t from 'tap'
import { isStaff, may } from '../../../core/actions/permissions.ts'
import { undoAction } from '../../../core/actions/undo-action.ts'
import { memberActor, system } from '../../../core/actor.ts'
import { addMember } from '../../../core/members/add-member.ts'
import { findMember } from '../../../core/members/member.ts'
import type { Site } from '../../../core/site.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeOpenSite, makeSite } from '../../../core/testing/make-site.ts'

/** A member as they ask next: with what their role brings now. */
async function again(site: Site, handle: string) {
  return memberActor(await findMember(site.db, handle), site.roles)
}

t.test('a role brings permissions, to sessions and to nothing else, and follows when it is changed', async t => {
  const { site, refresh } = await makeOpenSite(t)
  const [rita, bob] = [await makeMember(site, 'rita', { role: 'admin' }), await makeMember(site, 'bob')]
  t.notOk(isStaff(bob))
  await site.act(rita, 'role.create', { name: 'greeter', title: 'Greeter', permissions: ['members'] })
  await site.act(rita, 'member.role', { handle: 'bob', role: 'greeter' })
  const greeter = await again(site, 'bob')
  t.ok(isStaff(greeter) && may(greeter, 'members'))
  t.notOk(may(greeter, 'roles') || may({ ...greeter, kind: 'token' }, 'members'))
  await site.act(rita, 'role.change', { name: 'greeter', permissions: [] })
  await refresh()
  t.notOk(isStaff(await again(site, 'bob')))
  t.ok(may(rita, 'polls.close'), 'an admin has what plugins bring as well')
})

t.test('roles are made, changed, taken away and brought back', async t => {
  const site = await makeSite(t)
  const rita = await makeMember(site, 'rita', { role: 'admin' })
  await makeMember(site, 'bob')
  await site.act(rita, 'role.create', { name: 'greeter', title: 'Greeter', permissions: ['members'] })
  await t.rejects(site.act(rita, 'role.create', { name: 'greeter', title: 'Again' }), { code: 'invalid', message: /already/ })
  await t.rejects(site.act(rita, 'role.create', { name: 'Mr X', title: 'X' }), { code: 'invalid', message: /letters/ })
  await t.rejects(site.act(rita, 'role.create', { name: 'spy', title: 'Spy', permissions: ['everything'] }), {
    code: 'invalid',
    message: /no permission "everything"/,
  })
  const { auditId = '' } = await site.act(rita, 'role.change', { name: 'greeter', title: 'Host', permissions: ['members', 'content'] })
  t.match(site.roles.get('greeter'), { title: 'Host', permissions: ['members', 'content'] })
  await undoAction(site, rita, { id: auditId })
  t.match(site.roles.get('greeter'), { title: 'Greeter', permissions: ['members'] })

  await site.act(rita, 'member.role', { handle: 'bob', role: 'greeter' })
  await t.rejects(site.act(rita, 'role.remove', { name: 'greeter' }), { code: 'conflict', message: /Somebody has/ })
  await site.act(rita, 'member.role', { handle: 'bob', role: 'member' })
  const removed = await site.act(rita, 'role.remove', { name: 'greeter' })
  t.equal(site.roles.get('greeter'), undefined)
  await undoAction(site, rita, { id: removed.auditId ?? '' })
  t.match(site.roles.get('greeter'), { title: 'Greeter', permissions: ['members'] })
  for (const name of ['admin', 'moderator', 'member'])
    await t.rejects(site.act(rita, 'role.remove', { name }), { code: 'conflict', message: /built in/ })
  await t.rejects(site.act(rita, 'role.remove', { name: 'nothing' }), { code: 'role-not-found' })
  await t.rejects(site.act(rita, 'member.role', { handle: 'bob', role: 'nothing' }), { code: 'invalid' })
})

t.test('nobody gives, changes or takes away more than they hold', async t => {
  const site = await makeSite(t)
  await makeMember(site, 'rita', { role: 'admin' })
  await makeMember(site, 'mia', { role: 'moderator' })
  await makeMember(site, 'bob')
  await site.act(system, 'role.create', { name: 'greeter', title: 'Greeter', permissions: ['roles', 'members'] })
  await site.act(system, 'role.create', { name: 'helper', title: 'Helper', permissions: ['members'] })
  const greta = await makeMember(site, 'greta', { role: 'greeter' })

  await site.act(greta, 'member.role', { handle: 'bob', role: 'helper' })
  await site.act(greta, 'role.create', { name: 'second', title: 'Second', permissions: ['members'] })
  const refused: [string, Record<string, unknown>][] = [
    ['member.role', { handle: 'bob', role: 'moderator' }],
    ['member.role', { handle: 'greta', role: 'admin' }],
    ['member.role', { handle: 'mia', role: 'member' }],
    ['member.role', { handle: 'rita', role: 'member' }],
    ['role.create', { name: 'third', title: 'Third', permissions: ['system'] }],
    ['role.change', { name: 'greeter', permissions: ['roles', 'members', 'settings'] }],
    ['role.change', { name: 'moderator', permissions: [] }],
    ['role.change', { name: 'moderator', title: 'Watcher' }],
    ['role.change', { name: 'member', permissions: ['audit log'] }],
  ]
  for (const [name, input] of refused) await t.rejects(site.act(greta, name, input), { code: 'forbidden' }, JSON.stringify(input))
  const newcomer = { handle: 'newcomer', role: 'moderator' }
  await t.rejects(addMember(site, greta, newcomer), { code: 'forbidden' })
  await t.rejects(addMember(site, await again(site, 'bob'), { ...newcomer, role: 'helper' }), { code: 'forbidden' })
})

t.test('somebody can always do everything', async t => {
  const site = await makeSite(t)
  const rita = await makeMember(site, 'rita', { role: 'admin' })
  await t.rejects(site.act(rita, 'role.change', { name: 'admin', permissions: [] }), { code: 'conflict' })
  await t.rejects(site.act(system, 'role.change', { name: 'admin', permissions: ['settings'] }), { code: 'conflict' })
  await t.rejects(site.act(rita, 'member.role', { handle: 'rita', role: 'moderator' }), { code: 'conflict', message: /needs an admin/ })
  await site.db.transaction(trx => trx('roles').where({ name: 'admin' }).update({ permissions: '[]' }))
  t.ok(may(await again(site, 'rita'), 'settings'))
})
