import t from 'tap'
import { visitor } from '../../../core/actor.ts'
import { createGroup } from '../../../core/groups/create-group.ts'
import { editGroup } from '../../../core/groups/edit-group.ts'
import { findGroup } from '../../../core/groups/group.ts'
import { groupHeader } from '../../../core/groups/group-header.ts'
import { joinGroup } from '../../../core/groups/join-group.ts'
import { listGroups } from '../../../core/groups/list-groups.ts'
import { maybeRole } from '../../../core/groups/membership.ts'
import { isSubscribed } from '../../../core/subscriptions/subscription.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeSite } from '../../../core/testing/make-site.ts'

const cooks = { name: 'Cooks', handle: 'cooks', description: 'What we cook', access: 'public' as const }

t.test('who starts a group is its admin and follows it', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann')
  const group = await createGroup(site, ann, { ...cooks, handle: '@Cooks', name: '  Cooks  ' })
  t.match(group.feed, { kind: 'group', handle: 'cooks', name: 'Cooks', access: 'public' })
  t.equal(await maybeRole(site.db, group.id, ann.id), 'admin')
  t.ok(await isSubscribed(site.db, { memberId: ann.id, feedId: group.id }))
})

t.test('a handle is given once, to members and groups alike, and none that the site needs', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann')
  await createGroup(site, ann, cooks)
  for (const handle of ['cooks', 'c00ks', 'ann', 'groups', 'a', 'no spaces']) {
    await t.rejects(createGroup(site, ann, { ...cooks, handle }), { code: 'invalid', problems: { handle: /.+/ } }, handle)
  }
  await t.rejects(createGroup(site, ann, { ...cooks, handle: 'bakers', name: ' \u200b ' }), { code: 'invalid', problems: { name: /.+/ } })
  await t.rejects(createGroup(site, visitor, { ...cooks, handle: 'bakers' }), { code: 'unauthorized' })
})

t.test('two who want the same handle at once do not both get it', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  const outcomes = await Promise.allSettled([ann, bob].map(member => createGroup(site, member, cooks)))
  t.same(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  t.match(
    outcomes.find(({ status }) => status === 'rejected'),
    { reason: { code: 'invalid' } },
  )
})

t.test('nobody starts more groups than they can look after', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann')
  for (let n = 0; n < 10; n++) await createGroup(site, ann, { ...cooks, handle: `group${'abcdefghij'[n]}` })
  await t.rejects(createGroup(site, ann, cooks), { code: 'limit-exceeded' })
})

t.test('admins change a group, and nobody else', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  await createGroup(site, ann, cooks)
  await joinGroup(site, bob, { handle: 'cooks' })
  const change = { handle: 'cooks', name: 'Sunday cooks', description: '' }
  for (const wrong of [bob, visitor]) await t.rejects(editGroup(site, wrong, change), { code: 'forbidden' })
  await editGroup(site, ann, change)
  t.match((await findGroup(site.db, 'cooks')).feed, { name: 'Sunday cooks', description: '', picture: null })
})

t.test('others learn of a private group its name and whom to ask', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  const group = await createGroup(site, ann, { ...cooks, access: 'private' })
  await joinGroup(site, bob, { handle: 'cooks' })
  t.match(await groupHeader(site, bob, group), {
    name: 'Cooks',
    descriptionHtml: '',
    counts: { members: 1, entries: undefined },
    admins: [{ handle: 'ann' }],
    relation: 'requested',
    membersUrl: undefined,
    settingsUrl: undefined,
    requests: undefined,
  })
  t.match(await groupHeader(site, ann, group), { descriptionHtml: /What we cook/, relation: 'admin', settingsUrl: /.+/, requests: 1 })
  t.match(await groupHeader(site, visitor, group), { relation: 'none', descriptionHtml: '' })
})

t.test('the list shows one’s own groups and the public ones, in portions, and finds by name', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  await createGroup(site, ann, { ...cooks, name: '100% wool', handle: 'wool', access: 'private' })
  await createGroup(site, ann, cooks)
  const rows = Array.from({ length: 35 }, (_, n) => {
    const handle = `club${String(n).padStart(2, '0')}`
    const id = `0199bbbb-0000-7000-8000-0000000000${String(n).padStart(2, '0')}`
    return { id, kind: 'group', handle, skeleton: handle, name: `Club ${n}`, createdAt: '2026-01-01' }
  })
  await site.db.transaction(async trx => {
    await trx('feeds').insert(rows)
    await trx('groups').insert(rows.map(({ id, createdAt }) => ({ id, createdAt })))
  })

  const anns = await listGroups(site, ann, {})
  t.same(
    anns.mine.map(({ handle, relation, members }) => [handle, relation, members]),
    [
      ['cooks', 'admin', 1],
      ['wool', 'admin', 1],
    ],
  )
  t.equal(anns.others.length, 30)
  const after = new URL(`http://site${anns.nextUrl}`).searchParams.get('after') ?? ''
  const rest = await listGroups(site, ann, { after })
  t.same([rest.mine.length, rest.others.length, rest.nextUrl], [0, 5, undefined])

  const handles = async (search: string) => (await listGroups(site, bob, { search })).others.map(({ handle }) => handle)
  t.same(await handles('COOK'), ['cooks'])
  t.same(await handles('%'), [], 'signs of the database are letters like others; private groups are not found')
  t.match(await listGroups(site, visitor, {}), { mine: [], canCreate: false })
})
