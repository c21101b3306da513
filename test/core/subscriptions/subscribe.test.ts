import t from 'tap'
import { visitor } from '../../../core/actor.ts'
import { createGroup } from '../../../core/groups/create-group.ts'
import { joinGroup } from '../../../core/groups/join-group.ts'
import { maybeRole } from '../../../core/groups/membership.ts'
import type { Site } from '../../../core/site.ts'
import { acceptRequest } from '../../../core/subscriptions/accept-request.ts'
import { listSubscribers, listSubscriptions } from '../../../core/subscriptions/list-people.ts'
import { listRequests } from '../../../core/subscriptions/list-requests.ts'
import { refuseRequest } from '../../../core/subscriptions/refuse-request.ts'
import { removeSubscriber } from '../../../core/subscriptions/remove-subscriber.ts'
import { subscribe } from '../../../core/subscriptions/subscribe.ts'
import { isSubscribed } from '../../../core/subscriptions/subscription.ts'
import { hasRequested } from '../../../core/subscriptions/subscription-request.ts'
import { unsubscribe } from '../../../core/subscriptions/unsubscribe.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeOpenSite, makeSite } from '../../../core/testing/make-site.ts'

const eventsOf = async (site: Site): Promise<string[]> => (await site.db('outbox').orderBy('id').select('name')).map(row => row.name)

t.test('following a public feed takes effect at once, and once', async t => {
  const { site, outbox } = await makeOpenSite(t)
  await outbox.close()
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  t.equal(await subscribe(site, ann, { handle: 'BOB' }), 'subscribed')
  t.equal(await subscribe(site, ann, { handle: 'bob' }), 'subscribed')
  t.ok(await isSubscribed(site.db, { memberId: ann.id, feedId: bob.id }))
  await unsubscribe(site, ann, { handle: 'bob' })
  await unsubscribe(site, ann, { handle: 'bob' })
  t.notOk(await isSubscribed(site.db, { memberId: ann.id, feedId: bob.id }))
  t.same(await eventsOf(site), ['subscription.added', 'subscription.removed'])
})

t.test('visitors follow nobody, nobody follows themselves or nothing', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann')
  await t.rejects(subscribe(site, visitor, { handle: 'ann' }), { code: 'unauthorized' })
  await t.rejects(unsubscribe(site, visitor, { handle: 'ann' }), { code: 'unauthorized' })
  await t.rejects(subscribe(site, ann, { handle: 'ann' }), { code: 'conflict' })
  await t.rejects(subscribe(site, ann, { handle: 'nosuch' }), { code: 'feed-not-found' })
})

t.test('a private feed is followed when its owner says yes', async t => {
  const { site, outbox } = await makeOpenSite(t)
  await outbox.close()
  const ann = await makeMember(site, 'ann', { access: 'private' })
  const bob = await makeMember(site, 'bob')
  const cem = await makeMember(site, 'cem')
  const edge = { memberId: bob.id, feedId: ann.id }

  t.equal(await subscribe(site, bob, { handle: 'ann' }), 'requested')
  t.equal(await subscribe(site, bob, { handle: 'ann' }), 'requested')
  t.notOk(await isSubscribed(site.db, edge))
  for (const wrong of [bob, cem, visitor]) {
    await t.rejects(acceptRequest(site, wrong, { handle: 'ann', member: 'bob' }), { code: 'forbidden' })
    await t.rejects(refuseRequest(site, wrong, { handle: 'ann', member: 'bob' }), { code: 'forbidden' })
  }
  await t.rejects(acceptRequest(site, ann, { handle: 'ann', member: 'cem' }), { code: 'request-not-found' })

  await acceptRequest(site, ann, { handle: 'ann', member: 'bob' })
  await acceptRequest(site, ann, { handle: 'ann', member: 'bob' })
  t.ok(await isSubscribed(site.db, edge))
  t.equal(await subscribe(site, bob, { handle: 'ann' }), 'subscribed', 'who is let in does not ask again')
  t.same(await eventsOf(site), ['subscription.requested', 'subscription.added', 'subscription.accepted'])

  await removeSubscriber(site, ann, { handle: 'ann', member: 'bob' })
  t.notOk(await isSubscribed(site.db, edge))
})

t.test('a refused request is gone', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann', { access: 'private' })
  const bob = await makeMember(site, 'bob')
  await subscribe(site, bob, { handle: 'ann' })
  await refuseRequest(site, ann, { handle: 'ann', member: 'bob' })
  t.notOk(await hasRequested(site.db, { memberId: bob.id, feedId: ann.id }))
  t.notOk(await isSubscribed(site.db, { memberId: bob.id, feedId: ann.id }))
})

t.test('only from a private feed, and only by its owner, is a reader removed', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  await subscribe(site, bob, { handle: 'ann' })
  await t.rejects(removeSubscriber(site, ann, { handle: 'ann', member: 'bob' }), { code: 'conflict' })
  await t.rejects(removeSubscriber(site, bob, { handle: 'ann', member: 'bob' }), { code: 'forbidden' })
})

t.test('an admin lets people into a private group; they are members and readers from then on', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  const group = await createGroup(site, ann, { name: 'Cooks', handle: 'cooks', description: '', access: 'private' })
  await subscribe(site, bob, { handle: 'cooks' })
  await acceptRequest(site, ann, { handle: 'cooks', member: 'bob' })
  t.equal(await maybeRole(site.db, group.id, bob.id), 'member')
  t.ok(await isSubscribed(site.db, { memberId: bob.id, feedId: group.id }))
  await t.rejects(unsubscribe(site, bob, { handle: 'cooks' }), { code: 'conflict', message: /leave/i })

  const cem = await makeMember(site, 'cem')
  await joinGroup(site, cem, { handle: 'cooks' })
  await t.rejects(
    acceptRequest(site, bob, { handle: 'cooks', member: 'cem' }),
    { code: 'forbidden' },
    'members who are not admins answer nothing',
  )
})

t.test('lists of people show what the viewer may know', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob', { access: 'private' })
  const cem = await makeMember(site, 'cem')
  await createGroup(site, ann, { name: 'Secret', handle: 'secret', description: '', access: 'private' })
  await subscribe(site, bob, { handle: 'ann' })
  await subscribe(site, cem, { handle: 'ann' })
  const handles = (view: { people: { handle: string }[] }): string[] => view.people.map(person => person.handle)

  t.same(handles(await listSubscribers(site, visitor, { handle: 'ann' })), ['cem'], 'whom a private member follows is not told')
  t.same(handles(await listSubscribers(site, ann, { handle: 'ann' })), ['cem', 'bob'], 'but to the one who is followed')
  t.same(handles(await listSubscriptions(site, ann, { handle: 'ann' })), ['secret'])
  t.same(handles(await listSubscriptions(site, cem, { handle: 'ann' })), [], 'a private group is not told')
  await t.rejects(listSubscribers(site, cem, { handle: 'bob' }), { code: 'forbidden' })
  await t.rejects(listSubscriptions(site, visitor, { handle: 'secret' }), { code: 'forbidden' })
})

t.test('requests come in portions, longest waiting first, to those who can answer', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann', { access: 'private' })
  const bob = await makeMember(site, 'bob')
  for (let n = 0; n < 53; n++) await subscribe(site, await makeMember(site, `asks${n}x`), { handle: 'ann' })
  const first = await listRequests(site, ann, {})
  t.equal(first.requests.length, 50)
  t.equal(first.requests[0]?.person.handle, 'asks0x')
  const after = new URL(`http://site${first.nextUrl}`).searchParams.get('after') ?? ''
  const rest = await listRequests(site, ann, { after })
  t.same(
    rest.requests.map(request => request.person.handle),
    ['asks50x', 'asks51x', 'asks52x'],
  )
  t.equal((await listRequests(site, bob, {})).requests.length, 0)
  await t.rejects(listRequests(site, visitor, {}), { code: 'unauthorized' })
})
