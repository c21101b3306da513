import t from 'tap'
import { type MemberActor, visitor } from '../../../core/actor.ts'
import { editComment } from '../../../core/comments/edit-comment.ts'
import { publishComment } from '../../../core/comments/publish-comment.ts'
import { removeComment } from '../../../core/comments/remove-comment.ts'
import { newId } from '../../../core/db/new-id.ts'
import { publishEntry } from '../../../core/entries/publish-entry.ts'
import { createGroup } from '../../../core/groups/create-group.ts'
import { joinGroup } from '../../../core/groups/join-group.ts'
import { addNotifications } from '../../../core/notifications/add-notifications.ts'
import { notifyListener } from '../../../core/notifications/notify.ts'
import type { Delivered } from '../../../core/plugin-contract/events.ts'
import { keepToRetention } from '../../../core/retention/keep-to-retention.ts'
import type { Site } from '../../../core/site.ts'
import { acceptRequest } from '../../../core/subscriptions/accept-request.ts'
import { subscribe } from '../../../core/subscriptions/subscribe.ts'
import { unsubscribe } from '../../../core/subscriptions/unsubscribe.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeOpenSite } from '../../../core/testing/make-site.ts'

const write = (site: Site, actor: MemberActor, body: string, to: string[] = []) => publishEntry(site, actor, { body, to, uploads: [] })

/** Kinds of what a member was told, in the order of the alphabet: within one batch there is no other. */
async function toldTo(site: Site, member: MemberActor): Promise<string[]> {
  const rows = await site.db('notifications').where({ memberId: member.id }).select('kind', 'readAt')
  return rows.map(row => (row.readAt ? `(${row.kind})` : row.kind)).sort()
}

t.test('a comment is news to the author, to those who spoke before, and to those it mentions, once each', async t => {
  const { site, outbox } = await makeOpenSite(t)
  const [ann, bob, cem, dee] = await Promise.all(['ann', 'bob', 'cem', 'dee'].map(handle => makeMember(site, handle)))
  const entry = await write(site, ann!, 'Bread')
  await publishComment(site, bob!, { entry: entry.id, body: 'Nice' })
  await publishComment(site, cem!, { entry: entry.id, body: 'Yes, @bob and @dee, and @ann and @cem' })
  await publishComment(site, ann!, { entry: entry.id, body: 'Thanks' })
  await outbox.drained()
  t.same(await toldTo(site, ann!), ['comment-on-mine', 'mention'])
  t.same(await toldTo(site, bob!), ['comment-after-me', 'mention'])
  t.same(await toldTo(site, cem!), ['comment-after-me'], 'never of oneself')
  t.same(await toldTo(site, dee!), ['mention'])
})

t.test('nobody hears of an entry they may not see, or have hidden', async t => {
  const { site, outbox } = await makeOpenSite(t)
  const ann = await makeMember(site, 'ann', { access: 'private' })
  const bob = await makeMember(site, 'bob')
  const cem = await makeMember(site, 'cem')
  await subscribe(site, bob, { handle: 'ann' })
  await acceptRequest(site, ann, { handle: 'ann', member: 'bob' })
  const entry = await write(site, ann, 'For @bob, not for @cem')
  await publishComment(site, bob, { entry: entry.id, body: 'Poor @cem' })
  await outbox.drained()
  t.same(await toldTo(site, cem), [])
  t.same(await toldTo(site, bob), ['accepted', 'mention'])

  const open = await write(site, cem, 'Open')
  await publishComment(site, bob, { entry: open.id, body: 'First' })
  await outbox.drained()
  await site.db.transaction(trx => trx('hides').insert({ memberId: bob.id, entryId: open.id, createdAt: '2026-01-01' }))
  await publishComment(site, cem, { entry: open.id, body: 'Second' })
  await outbox.drained()
  t.same(await toldTo(site, bob), ['accepted', 'mention'])
  await publishComment(site, cem, { entry: open.id, body: 'Hey @bob' })
  await outbox.drained()
  t.same(await toldTo(site, bob), ['accepted', 'mention', 'mention'], 'but of being spoken to')
})

t.test('an event that is delivered again tells nobody again', async t => {
  const { site, outbox } = await makeOpenSite(t)
  await outbox.close()
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  const entry = await write(site, ann, 'Bread')
  await publishComment(site, bob, { entry: entry.id, body: 'Nice' })
  await subscribe(site, bob, { handle: 'ann' })
  const rows = await site.db('outbox').orderBy('id')
  const events = rows.map(row => ({ ...row, payload: JSON.parse(row.payload) })) as Delivered[]
  const listener = notifyListener(site)
  await listener.run(events)
  await listener.run(events)
  t.same(await toldTo(site, ann), ['comment-on-mine', 'subscriber'])
})

t.test('a new follower is news once, a request until it is answered', async t => {
  const { site, outbox } = await makeOpenSite(t)
  const ann = await makeMember(site, 'ann')
  const eve = await makeMember(site, 'eve', { access: 'private' })
  const bob = await makeMember(site, 'bob')
  for (let n = 0; n < 3; n++) {
    await subscribe(site, bob, { handle: 'ann' })
    await outbox.drained()
    await unsubscribe(site, bob, { handle: 'ann' })
  }
  t.same(await toldTo(site, ann), ['subscriber'])
  await subscribe(site, bob, { handle: 'eve' })
  await outbox.drained()
  t.same(await toldTo(site, eve), ['request'])
  await acceptRequest(site, eve, { handle: 'eve', member: 'bob' })
  await outbox.drained()
  t.same(await toldTo(site, eve), ['(request)'], 'who let somebody in needs not be told')
  t.same(await toldTo(site, bob), ['accepted'])
})

t.test('all admins of a group hear of a request; one answer is enough', async t => {
  const { site, outbox } = await makeOpenSite(t)
  const [ann, bob, cem] = (await Promise.all(['ann', 'bob', 'cem'].map(handle => makeMember(site, handle)))) as [
    MemberActor,
    MemberActor,
    MemberActor,
  ]
  const group = await createGroup(site, ann, { name: 'Cooks', handle: 'cooks', description: '', access: 'private' })
  await site.db.transaction(trx =>
    trx('memberships').insert({ groupId: group.id, memberId: bob.id, role: 'admin', createdAt: '2026-01-01' }),
  )
  await joinGroup(site, cem, { handle: 'cooks' })
  await outbox.drained()
  t.same([await toldTo(site, ann), await toldTo(site, bob)], [['request'], ['request']])
  await acceptRequest(site, bob, { handle: 'cooks', member: 'cem' })
  await outbox.drained()
  t.same([await toldTo(site, ann), await toldTo(site, bob)], [['(request)'], ['(request)']])
  t.same(await toldTo(site, cem), ['accepted'])
})

t.test('what was taken back is no news any more; an edit is news to whom it newly mentions', async t => {
  const { site, outbox } = await makeOpenSite(t)
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  const cem = await makeMember(site, 'cem')
  const entry = await write(site, ann, 'Bread')
  const comment = await publishComment(site, bob, { entry: entry.id, body: 'Nice' })
  await outbox.drained()
  await editComment(site, bob, { id: comment.id, body: 'Nice, @cem' })
  await outbox.drained()
  t.same(await toldTo(site, ann), ['comment-on-mine'])
  t.same(await toldTo(site, cem), ['mention'])
  await removeComment(site, bob, { id: comment.id })
  await outbox.drained()
  t.same(await toldTo(site, ann), ['(comment-on-mine)'])
  t.same(await toldTo(site, cem), ['(mention)'])
})

t.test('admins hear of people who wait, and inviters of people who came', async t => {
  const { site, outbox } = await makeOpenSite(t)
  const root = await makeMember(site, 'root1', { role: 'admin' })
  const ann = await makeMember(site, 'ann')
  const wendy = await makeMember(site, 'wendy')
  const invitation = {
    id: '0199aaaa-0000-7000-8000-000000000001',
    code: 'c',
    inviterId: ann.id,
    usesLeft: 1,
    createdAt: '2026-01-01',
    expiresAt: '2027-01-01',
  }
  await site.db.transaction(async trx => {
    await trx('members').where({ id: wendy.id }).update({ waitingSince: '2026-01-01' })
    await site.announce(trx, 'member.waiting', { memberId: wendy.id })
  })
  await outbox.drained()
  t.same(await toldTo(site, root), ['waiting'])
  t.same(await toldTo(site, ann), [])
  await site.db.transaction(async trx => {
    await trx('members').where({ id: wendy.id }).update({ waitingSince: null })
    await trx('invitations').insert(invitation)
    await site.announce(trx, 'member.joined', { memberId: wendy.id, invitationId: invitation.id })
  })
  await subscribe(site, wendy, { handle: 'ann' })
  await outbox.drained()
  t.same(await toldTo(site, root), ['(waiting)'])
  t.same(await toldTo(site, ann), ['invitation-used'], 'not as a new follower as well')
})

t.test('a batch costs the same number of statements however many it concerns', async t => {
  let statements = 0
  const { site, outbox } = await makeOpenSite(t, { onQuery: () => statements++ })
  await outbox.close()
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  const cost = async (readers: number): Promise<number> => {
    const entry = await write(site, ann, `Bread for ${readers}`)
    for (let n = 0; n < readers; n++) {
      const reader = await makeMember(site, `reader${readers}x${n}`)
      await publishComment(site, reader, { entry: entry.id, body: 'I was here, @ann' })
    }
    await site.db.transaction(trx => trx('outbox').delete())
    await publishComment(site, bob, { entry: entry.id, body: 'Hello @ann' })
    const rows = await site.db('outbox')
    statements = 0
    await notifyListener(site).run(rows.map(row => ({ ...row, payload: JSON.parse(row.payload) })) as Delivered[])
    return statements
  }
  t.equal(await cost(40), await cost(2))
  await t.rejects(async () => subscribe(site, visitor, { handle: 'ann' }))
})

t.test('who is gone when the news arrives does not keep it from others', async t => {
  const { site, outbox } = await makeOpenSite(t)
  await outbox.close()
  const [ann, bob, cem] = await Promise.all(['ann', 'bob', 'cem'].map(handle => makeMember(site, handle)))
  const subscribed = (memberId: string): Delivered => ({
    id: newId(),
    name: 'subscription.added',
    payload: { memberId, feedId: ann!.id },
    createdAt: '',
  })
  const drafts = [cem!.id, newId(), bob!.id].map(actorId => ({ memberId: ann!.id, kind: 'subscriber' as const, actorId, about: actorId }))
  await addNotifications(site, drafts)
  t.same(await toldTo(site, ann!), ['subscriber', 'subscriber'])
  await notifyListener(site).run([subscribed(newId())])
  t.same(await toldTo(site, ann!), ['subscriber', 'subscriber'])
})

t.test('old notifications are deleted: read ones after three months, others after a year', async t => {
  const site = (await makeOpenSite(t)).site
  const ann = await makeMember(site, 'ann')
  const ago = (days: number) => new Date(site.now().getTime() - days * 86_400_000).toISOString()
  const row = (about: string, created: number, read?: number) => {
    return {
      id: newId(),
      memberId: ann.id,
      kind: 'subscriber',
      about,
      createdAt: ago(created),
      readAt: read === undefined ? null : ago(read),
    }
  }
  const rows = [row('new', 1, 1), row('read long ago', 100, 95), row('read of late', 100, 5), row('unread', 300), row('forgotten', 400)]
  await site.db.transaction(trx => trx('notifications').insert(rows))
  await keepToRetention(site)
  const left = await site.db('notifications').orderBy('createdAt').select('about')
  t.same(left, [{ about: 'unread' }, { about: 'read of late' }, { about: 'new' }])
})
