import t from 'tap'
import { undoAction } from '../../../core/actions/undo-action.ts'
import { memberActor, system } from '../../../core/actor.ts'
import { publishComment } from '../../../core/comments/publish-comment.ts'
import { publishEntry } from '../../../core/entries/publish-entry.ts'
import { findVisibleEntry } from '../../../core/feeds/visibility.ts'
import { createGroup } from '../../../core/groups/create-group.ts'
import { likeEntry } from '../../../core/likes/like-entry.ts'
import { destroyDueAccounts } from '../../../core/members/destroy-account.ts'
import { findMemberById } from '../../../core/members/member.ts'
import { endDueRestrictions } from '../../../core/restrictions/end-restriction.ts'
import { signIn } from '../../../core/sessions/sign-in.ts'
import { subscribe } from '../../../core/subscriptions/subscribe.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeClock } from '../../../core/testing/make-clock.ts'
import { makeEntry } from '../../../core/testing/make-entry.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeOpenSite, makeServedSite } from '../../../core/testing/make-site.ts'

const reason = 'Three adverts an hour.'
const because = { reason }
const client = { address: '127.0.0.1', agent: 'test' }
const day = 86_400_000

t.test('who is silenced reads, and does nothing that others would see, until the time is over', async t => {
  const { site, outbox, clock } = await makeSiteWithClock(t)
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  const mia = await makeMember(site, 'mia', { role: 'moderator' })
  const entry = await makeEntry(site, ann, 'Bread')
  await site.act(mia, 'member.silence', { handle: 'bob', days: 7, rule: 'No adverts.' }, because)
  const refused = {
    status: 403,
    code: 'restricted',
    message:
      /^Until \d+ \w+ \d+ you can read here, but not publish.* Why: Three adverts an hour\. \(Rule: No adverts\.\) How to object: http/,
  }
  await t.rejects(publishEntry(site, bob, { body: 'Buy', to: [], uploads: [] }), refused)
  await t.rejects(publishComment(site, bob, { entry: entry.id, body: 'Buy' }), refused)
  await t.rejects(likeEntry(site, bob, { entry: entry.id }), refused)
  await t.rejects(subscribe(site, bob, { handle: 'ann' }), refused)
  await t.rejects(createGroup(site, bob, { name: 'Adverts', handle: 'adverts', description: '', access: 'public' }), refused)
  t.equal((await findVisibleEntry(site.db, bob, entry.id)).id, entry.id)
  await outbox.drained()
  t.match(await site.db('notifications').where({ memberId: bob.id }), [{ kind: 'site', text: /Three adverts an hour/, url: '/decisions' }])

  clock.tick(8 * day)
  await publishEntry(site, bob, { body: 'Bread, too', to: [], uploads: [] })
  await endDueRestrictions(site)
  await endDueRestrictions(site)
  await outbox.drained()
  t.match(await site.db('restrictions'), [{ endedAt: /./, liftedBy: null }])
  t.match(await site.db('notifications').where({ memberId: bob.id }).orderBy('id'), [{}, { text: 'You can take part again.' }])
})

t.test('a warning counts for a while; a silence can be lifted and taken back; a new one takes the place of the old', async t => {
  const { site } = await makeOpenSite(t)
  await makeMember(site, 'bob')
  const mia = await makeMember(site, 'mia', { role: 'moderator' })
  const warned = await site.act(mia, 'member.warn', { handle: 'bob' }, because)
  t.match(warned.changes, [{ path: 'members.bob.warnings', before: 0, after: 1 }])
  await site.act(mia, 'member.warn', { handle: 'bob' }, because)
  await site.act(mia, 'member.lift', { handle: 'bob', kind: 'warning' }, because)
  const silenced = await site.act(mia, 'member.silence', { handle: 'bob', days: 7 }, because)
  await site.act(mia, 'member.silence', { handle: 'bob', days: 14 }, because)
  t.equal((await site.db('restrictions').where({ kind: 'silence' }).whereNull('endedAt')).length, 1)
  await t.rejects(undoAction(site, mia, { id: silenced.auditId! }, because), { code: 'conflict' }, 'it was changed since')
  await site.act(mia, 'member.lift', { handle: 'bob', kind: 'silence' }, because)
  await t.rejects(site.act(mia, 'member.lift', { handle: 'bob', kind: 'silence' }, because), { code: 'conflict' })
  const again = await site.act(mia, 'member.silence', { handle: 'bob' }, because)
  await undoAction(site, mia, { id: again.auditId! }, because)
  t.equal((await site.db('restrictions').where({ kind: 'silence' }).whereNull('endedAt')).length, 0)
})

t.test('who decides, about whom, and what must be said', async t => {
  const { site } = await makeOpenSite(t)
  const bob = await makeMember(site, 'bob')
  const mia = await makeMember(site, 'mia', { role: 'moderator' })
  await makeMember(site, 'root', { role: 'admin' })
  for (const name of ['member.warn', 'member.silence', 'member.suspend', 'member.remove']) {
    await t.rejects(site.act(bob, name, { handle: 'mia' }, because), { code: 'forbidden' }, name)
    await t.rejects(site.act(mia, name, { handle: 'bob' }), { code: 'invalid', problems: { reason: /Say why/ } }, name)
    await t.rejects(site.act(mia, name, { handle: 'mia' }, because), { code: 'conflict' }, `${name}: not oneself`)
    await t.rejects(site.act(mia, name, { handle: 'root' }, because), { code: 'forbidden' }, `${name}: nobody who may do more`)
    await t.rejects(site.act(mia, name, { handle: 'nobody' }, because), { code: 'member-not-found' }, name)
  }
  await t.rejects(site.act(system, 'member.suspend', { handle: 'root' }, because), { code: 'conflict' }, 'the last admin')
  for (const until of ['yesterday', '2020-01-01', '2090-01-01'])
    await t.rejects(site.act(mia, 'member.silence', { handle: 'bob', until }, because), { code: 'invalid' }, until)
})

t.test('who is suspended is out at once, and reads why', async t => {
  const { site, url, outbox, clock } = await makeServedSiteWithClock(t)
  const bob = await makeMember(site, 'bob', { password: 'three old bicycles' })
  const mia = await makeMember(site, 'mia', { role: 'moderator' })
  const browser = new Browser(url)
  await signInAs(site, browser, bob)
  t.equal((await browser.get('/settings')).status, 200)
  const entry = await makeEntry(site, bob, 'Adverts')
  await site.act(mia, 'member.suspend', { handle: 'bob', days: 7, rule: 'No <b>adverts</b>.' }, because)
  t.equal((await browser.get('/settings')).status, 302)
  const right = { login: 'bob', password: 'three old bicycles', client }
  await t.rejects(signIn(site, memberActor(await findMemberById(site.db, mia.id)), right), { status: 403, code: 'restricted' })
  await t.rejects(signIn(site, mia, { ...right, password: 'wrong' }), { code: 'invalid' }, 'whoever guesses learns nothing')
  await browser.get('/sign-in')
  const shown = await browser.follow(await browser.post('/sign-in', { login: 'bob', password: 'three old bicycles' }))
  t.equal(shown.status, 200)
  t.match(shown.text, /Your account is suspended[\s\S]*Three adverts an hour\.[\s\S]*No &lt;b&gt;adverts/)
  t.equal((await browser.get('/settings')).status, 302, 'and still nobody is signed in')
  t.equal((await browser.get('/decisions?pass=forged.zzzz.x')).status, 410)
  t.equal((await new Browser(url).get(`/bob/${entry.shortId}`)).status, 200, 'what they wrote stays')
  // A session that came about in the same moment.
  await signInAs(site, browser, bob)
  t.equal((await browser.get('/settings')).status, 302)
  clock.tick(8 * day)
  await outbox.drained()
  t.match(await signIn(site, mia, right), { token: /./ })
})

t.test('with what they wrote hidden, and shown again', async t => {
  const { site, outbox, clock } = await makeSiteWithClock(t)
  const bob = await makeMember(site, 'bob')
  const dan = await makeMember(site, 'dan', { access: 'private' })
  const mia = await makeMember(site, 'mia', { role: 'moderator' })
  const [one, two] = [await makeEntry(site, bob, 'One #bread'), await makeEntry(site, bob, 'Two')]
  const removed = await makeEntry(site, bob, 'Gone')
  await site.act(mia, 'entry.remove', { id: removed.id }, because)
  await makeEntry(site, dan, 'Private')
  await outbox.drained()
  await site.act(mia, 'member.suspend', { handle: 'bob', days: 7, hide: true }, because)
  await outbox.drained()
  await t.rejects(findVisibleEntry(site.db, dan, one.id), { code: 'entry-not-found' })
  t.equal((await findVisibleEntry(site.db, bob, one.id)).id, one.id)
  t.match(await site.db('feeds').where({ id: bob.id }).first(), { removedAt: /./ })
  // Removed by a second decision meanwhile: the first one ends, and it stays hidden.
  await site.act(mia, 'member.remove', { handle: 'bob' }, because)
  clock.tick(8 * day)
  await endDueRestrictions(site)
  t.match(await site.db('feeds').where({ id: bob.id }).first(), { removedAt: /./ })
  await site.act(mia, 'member.lift', { handle: 'bob', kind: 'removal' }, because)
  t.same(await site.db('hidden_entries'), [])
  t.equal((await findVisibleEntry(site.db, mia, one.id)).access, 'public')
  t.equal((await findVisibleEntry(site.db, mia, two.id)).access, 'public')
  await t.rejects(findVisibleEntry(site.db, mia, removed.id), { code: 'entry-not-found' })
  t.match(await site.db('feeds').where({ id: bob.id }).first(), { removedAt: null })
  t.match(await site.db('members').where({ id: bob.id }).first(), { closingAt: null })
})

t.test('who is removed is destroyed after the days of grace', async t => {
  const { site, outbox, clock } = await makeSiteWithClock(t)
  const bob = await makeMember(site, 'bob', { password: 'three old bicycles' })
  const mia = await makeMember(site, 'mia', { role: 'moderator' })
  await makeEntry(site, bob, 'Adverts')
  await site.act(mia, 'member.remove', { handle: 'bob' }, because)
  await t.rejects(signIn(site, mia, { login: 'bob', password: 'three old bicycles', client }), { code: 'restricted', message: /removed/ })
  await destroyDueAccounts(site)
  t.ok(await site.db('members').where({ id: bob.id }).first())
  clock.tick(15 * day)
  await destroyDueAccounts(site)
  await outbox.drained()
  t.notOk(await site.db('members').where({ id: bob.id }).first())
  t.same(await site.db('restrictions'), [])
})

async function makeSiteWithClock(t: Parameters<typeof makeOpenSite>[0]) {
  const clock = makeClock()
  return { ...(await makeOpenSite(t, { now: clock.now })), clock }
}

async function makeServedSiteWithClock(t: Parameters<typeof makeServedSite>[0]) {
  const clock = makeClock()
  return { ...(await makeServedSite(t, { now: clock.now })), clock }
}
