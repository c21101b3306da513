import t from 'tap'
import { system, visitor } from '../../../core/actor.ts'
import { changeSetting } from '../../../core/config/change-setting.ts'
import { createInvitation } from '../../../core/invitations/create-invitation.ts'
import { revokeInvitation } from '../../../core/invitations/revoke-invitation.ts'
import { signUp } from '../../../core/members/sign-up.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeOpenSite, makeServedSite, makeSite } from '../../../core/testing/make-site.ts'

const client = { address: '203.0.113.9', agent: 'test' }
const newcomer = (handle: string, invitation: string) => ({
  handle,
  email: `${handle}@example.org`,
  password: 'seven quiet herons wade',
  invitation,
  client,
})
const wanted = { note: '', follow: [], uses: 1, days: 30 }

t.test('who joins by invitation follows the inviter and whom the inviter picked', async t => {
  const { site, outbox } = await makeOpenSite(t)
  // What is announced stays where it can be seen.
  await outbox.close()
  const ann = await makeMember(site, 'ann', { access: 'private' })
  const bob = await makeMember(site, 'bob')
  const cem = await makeMember(site, 'cem', { access: 'private' })
  await changeSetting(site, system, { key: 'signUp', value: 'invite' })
  const { code, id } = await createInvitation(site, ann, { ...wanted, follow: ['bob', 'CEM', 'ann'] })

  const { memberId, token } = await signUp(site, visitor, newcomer('dora', code))

  t.ok(token)
  const follows: { feedId: string }[] = await site.db('subscriptions').where({ memberId }).select('feedId')
  t.same(follows.map(row => row.feedId).sort(), [ann.id, bob.id].sort(), 'the inviter opens the own feed')
  t.same(await site.db('subscription_requests').select('memberId', 'feedId'), [{ memberId, feedId: cem.id }])
  t.match(await site.db('members').where({ id: memberId }).first('invitedBy'), { invitedBy: ann.id })
  const names = await site.db('outbox').pluck('name')
  t.same(names.sort(), ['action.done', 'member.joined', 'subscription.added', 'subscription.added', 'subscription.requested'])
  const joined = await site.db('outbox').where({ name: 'member.joined' }).first('payload')
  t.match(JSON.parse(joined.payload), { memberId, invitationId: id })
})

t.test('an invitation works as often as it was made for', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann')
  const { code } = await createInvitation(site, ann, { ...wanted, uses: 2 })
  const results = await Promise.allSettled(['dora', 'emil', 'fay'].map(handle => signUp(site, visitor, newcomer(handle, code))))
  t.equal(results.filter(result => result.status === 'fulfilled').length, 2)
  await t.rejects(signUp(site, visitor, newcomer('gil', code)), { code: 'forbidden', message: /not valid/ })
})

t.test('an invitation ends in time, when it is taken back, and with its inviter', async t => {
  let now = new Date('2026-11-01T00:00:00Z')
  const site = await makeSite(t, { now: () => now })
  const ann = await makeMember(site, 'ann')
  const old = await createInvitation(site, ann, { ...wanted, days: 1 })
  const revoked = await createInvitation(site, ann, wanted)
  const orphan = await createInvitation(site, ann, wanted)
  now = new Date('2026-11-03T00:00:00Z')
  await revokeInvitation(site, ann, { id: revoked.id })
  await site.db.transaction(trx => trx('members').where({ id: ann.id }).update({ closingAt: '2026-11-10T00:00:00Z' }))
  for (const { code } of [old, revoked, orphan]) {
    await t.rejects(signUp(site, visitor, newcomer('dora', code)), { code: 'forbidden' })
  }
})

t.test('only its maker and admins take an invitation back', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  const rita = await makeMember(site, 'rita', { role: 'admin' })
  const { id } = await createInvitation(site, ann, wanted)
  await t.rejects(revokeInvitation(site, bob, { id }), { code: 'invitation-not-found' })
  await t.rejects(revokeInvitation(site, visitor, { id }), { code: 'unauthorized' })
  await revokeInvitation(site, rita, { id })
})

t.test('what cannot be made', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann')
  await t.rejects(createInvitation(site, visitor, wanted), { code: 'unauthorized' })
  await t.rejects(createInvitation(site, ann, { ...wanted, follow: ['nobody'] }), { code: 'invalid', problems: { follow: /not here/ } })
  await changeSetting(site, system, { key: 'signUp', value: 'closed' })
  await t.rejects(createInvitation(site, ann, wanted), { code: 'forbidden' })
})

t.test('the link opens on who invites, leads to sign-up, and the newcomer is in', async t => {
  const { site, url } = await makeServedSite(t)
  const ann = await makeMember(site, 'ann', { name: 'Ann Alder' })
  await makeMember(site, 'bob', { name: 'Bob Birch' })
  await changeSetting(site, system, { key: 'signUp', value: 'invite' })
  await site.db.transaction(trx => trx('subscriptions').insert({ memberId: ann.id, feedId: ann.id, createdAt: '2026-01-01T00:00:00.000Z' }))

  const host = new Browser(url)
  await signInAs(site, host, ann)
  t.match((await host.get('/invitations')).text, /nobody starts on an empty page/)
  const made = await host.post('/invitations', { note: 'Come <b>in</b>', follow: 'bob', uses: '1', days: '7' })
  t.equal(made.location, '/invitations')
  const list = await host.follow(made)
  const path = /href="http[^"]*(\/invitations\/[\w-]+)"/.exec(list.text)?.[1] ?? ''

  const guest = new Browser(url)
  const page = await guest.get(path)
  t.match(page.text, /Ann Alder/)
  t.match(page.text, /Bob Birch/)
  t.match(page.text, /Come &lt;b&gt;in/)
  const link = /href="(\/sign-up\?invitation=[\w-]+)"/.exec(page.text)?.[1] ?? ''
  const form = await guest.get(link)
  t.match(form.text, /Ann Alder<\/a> invites you/)
  const invitation = link.split('=')[1] ?? ''
  const fields = { handle: 'dora', email: 'dora@example.org', password: 'seven quiet herons wade', invitation }
  const wrong = await guest.post('/sign-up', { ...fields, password: 'short' })
  t.match(wrong.text, `value="${invitation}"`, 'the invitation is not lost over a mistake')
  t.equal((await guest.post('/sign-up', fields)).location, '/welcome')
  t.equal((await guest.get(path)).status, 404, 'used up')
  t.equal((await guest.get('/invitations/nonsense')).status, 404)
})
