import { existsSync } from 'node:fs'
import t from 'tap'
import { type MemberActor, memberActor, visitor } from '../../../core/actor.ts'
import { publishComment } from '../../../core/comments/publish-comment.ts'
import { newId } from '../../../core/db/new-id.ts'
import { publishEntry } from '../../../core/entries/publish-entry.ts'
import { showOneEntry } from '../../../core/feeds/entry-page.ts'
import { Feed } from '../../../core/feeds/feed.ts'
import { findVisibleEntry } from '../../../core/feeds/visibility.ts'
import { createGroup } from '../../../core/groups/create-group.ts'
import { joinGroup } from '../../../core/groups/join-group.ts'
import { likeEntry } from '../../../core/likes/like-entry.ts'
import { mediaPath, saveMedia } from '../../../core/media/media-store.ts'
import { closeAccount, keepAccount } from '../../../core/members/close-account.ts'
import { destroyDueAccounts } from '../../../core/members/destroy-account.ts'
import { checkHandle } from '../../../core/members/handle.ts'
import { findMember } from '../../../core/members/member.ts'
import { signIn } from '../../../core/sessions/sign-in.ts'
import type { Site } from '../../../core/site.ts'
import { subscribe } from '../../../core/subscriptions/subscribe.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeOpenSite, makeServedSite, makeSite } from '../../../core/testing/make-site.ts'

const password = 'seven quiet herons wade'
const client = { address: '203.0.113.9', agent: 'test' }
const closing = { closingHandle: 'ann', closingPassword: password }

function addAnn(site: Site): Promise<MemberActor> {
  return makeMember(site, 'ann', { password })
}

function post(site: Site, actor: MemberActor, body: string, to: string[] = []) {
  return publishEntry(site, actor, { body, to, uploads: [] } as never)
}

/** Lets the grace period pass. */
async function lapse(site: Site, member: MemberActor): Promise<void> {
  await site.db.transaction(trx => trx('members').where({ id: member.id }).update({ closingAt: '2026-01-01T00:00:00.000Z' }))
}

t.test('closing an account asks for handle and password, and signs out everywhere', async t => {
  const site = await makeSite(t)
  const ann = await addAnn(site)
  await signIn(site, visitor, { login: 'ann', password, client })
  await t.rejects(closeAccount(site, visitor, closing), { code: 'unauthorized' })
  await t.rejects(closeAccount(site, ann, { ...closing, closingHandle: 'bob' }), {
    code: 'invalid',
    problems: { closingHandle: /not your/ },
  })
  await t.rejects(closeAccount(site, ann, { ...closing, closingPassword: 'x' }), {
    code: 'invalid',
    problems: { closingPassword: /not your/ },
  })
  await closeAccount(site, ann, closing)
  t.same(await site.db('sessions').select('id'), [])
  await destroyDueAccounts(site)
  t.ok(await findMember(site.db, 'ann'), 'there are 14 days to come back')
})

t.test('whoever signs in again may keep the account', async t => {
  const { site, url } = await makeServedSite(t)
  await addAnn(site)
  const browser = new Browser(url)
  await browser.get('/sign-in')
  await browser.post('/sign-in', { login: 'ann', password })
  await browser.get('/settings/account')
  const wrong = await browser.post('/settings/account/closing', { ...closing, closingHandle: 'bob' })
  t.match(wrong.text, /This is not your handle/)
  t.equal((await browser.post('/settings/account/closing', closing)).location, '/')
  t.match((await browser.get('/settings')).location, '/sign-in')

  await browser.get('/sign-in')
  const back = await browser.post('/sign-in', { login: 'ann', password })
  t.equal(back.location, '/settings/account')
  t.match((await browser.follow(back)).text, /Your account will be deleted/)
  t.match((await browser.get('/ann')).text, /Your account will be deleted.*It happens on/, 'every page says so')
  const kept = await browser.post('/settings/account/closing', { _method: 'delete' })
  t.notMatch((await browser.follow(kept)).text, /Your account will be deleted/)
  t.notMatch((await browser.get('/ann')).text, /Your account will be deleted/)
  t.equal((await findMember(site.db, 'ann')).closingAt, null)
})

t.test('the last admin cannot go', async t => {
  const site = await makeSite(t)
  const ann = await addAnn(site)
  await site.db.transaction(trx => trx('members').where({ id: ann.id }).update({ role: 'admin' }))
  const admin = memberActor(await findMember(site.db, 'ann'))
  await t.rejects(closeAccount(site, admin, closing), { code: 'conflict', message: /needs an admin/ })
  await makeMember(site, 'rita', { role: 'admin' })
  await closeAccount(site, admin, closing)
})

t.test('after the grace period everything of the member is gone, and what others said stays', async t => {
  const { site, outbox } = await makeOpenSite(t)
  const ann = await addAnn(site)
  const bob = await makeMember(site, 'bob')
  await subscribe(site, bob, { handle: 'ann' })
  await subscribe(site, ann, { handle: 'bob' })
  const alone = await post(site, ann, 'nobody answers')
  const talked = await post(site, ann, 'a secret to keep')
  const bobs = await post(site, bob, 'hello')
  await publishComment(site, bob, { entry: talked.id, body: 'well said' } as never)
  await publishComment(site, ann, { entry: talked.id, body: 'thank you' } as never)
  await publishComment(site, ann, { entry: bobs.id, body: 'hi bob' } as never)
  await publishComment(site, bob, { entry: bobs.id, body: 'hi ann' } as never)
  await likeEntry(site, ann, { entry: bobs.id })
  await likeEntry(site, bob, { entry: talked.id })
  await outbox.drained()

  // What is announced from now on stays where it can be seen.
  await outbox.close()
  await lapse(site, ann)
  await destroyDueAccounts(site)
  await destroyDueAccounts(site)

  t.notOk(await site.db('entries').where({ id: alone.id }).first('id'))
  t.match(await site.db('entries').where({ id: talked.id }).first(), {
    authorId: null,
    title: null,
    body: '',
    bodyHtml: '',
    original: null,
    attachments: '[]',
    commentCount: 1,
    likeCount: 1,
  })
  t.match(await site.db('comments').where({ entryId: talked.id }).select('body', 'number'), [{ body: 'well said', number: 1 }])
  const counted = await site.db('entries').where({ id: bobs.id }).first()
  t.match(counted, { commentCount: 1, likeCount: 0, lastNumber: 2 })
  const left = await site.db('comments').where({ entryId: bobs.id }).first()
  t.match(left, { body: 'hi ann', number: 2 }, 'the hole stays')
  t.same([counted.firstCommentId, counted.lastCommentId], [left.id, left.id])

  for (const table of ['likes', 'activities', 'subscriptions', 'sessions']) {
    t.same(await site.db(table).where({ memberId: ann.id }).select('memberId'), [], table)
  }
  t.same(await site.db('subscriptions').where({ feedId: ann.id }).select('memberId'), [])
  t.match(await Feed.query(site.db).findById(ann.id), {
    kind: 'former',
    handle: /^former-/,
    name: 'A former member',
    description: '',
    picture: null,
  })
  await t.rejects(findMember(site.db, 'ann'), { code: 'member-not-found' })
  await t.rejects(checkHandle(site.db, 'ann'), { code: 'invalid' }, 'nobody can become her')
  t.equal((await site.db('outbox').where({ name: 'member.destroyed' }).select('id')).length, 1)
  const everything = JSON.stringify(
    await Promise.all(['feeds', 'members', 'entries', 'comments', 'retired_handles'].map(name => site.db(name).select('*'))),
  )
  for (const word of ['a secret to keep', 'thank you', 'hi bob', 'ann@example.org']) t.notMatch(everything, word)
})

t.test('the pages around what stayed still work', async t => {
  const { site, url, outbox } = await makeServedSite(t)
  const ann = await addAnn(site)
  const bob = await makeMember(site, 'bob')
  const entry = await post(site, ann, 'a secret to keep')
  await publishComment(site, bob, { entry: entry.id, body: 'well said' } as never)
  await outbox.drained()
  await lapse(site, ann)
  await destroyDueAccounts(site)
  const browser = new Browser(url)
  t.equal((await browser.get('/ann')).status, 404)
  const page = await browser.get(`/e/${entry.shortId}`)
  t.equal(page.status, 200)
  t.match(page.text, /A former member/)
  t.match(page.text, /well said/)
  t.notMatch(page.text, /a secret to keep/)
  t.same((await showOneEntry(site, bob, entry.id)).to, [], 'it went to nobody in particular')
  t.equal((await browser.get('/public')).status, 200)
})

t.test('files go, unless somebody else shows the same picture', async t => {
  const site = await makeSite(t)
  const ann = await addAnn(site)
  const bob = await makeMember(site, 'bob')
  const at = site.now().toISOString()
  const [own, shared, face] = await Promise.all(['own', 'shared', 'face'].map(text => saveMedia(site, Buffer.from(text), 'image/png')))
  const upload = (memberId: string, file: string) => ({ id: newId(), memberId, file, type: 'image/png', bytes: 3, createdAt: at })
  await site.db.transaction(async trx => {
    await trx('uploads').insert([upload(ann.id, own!), upload(ann.id, shared!), upload(bob.id, shared!)])
    await Feed.query(trx).patch({ picture: face! }).where({ id: ann.id })
  })
  await lapse(site, ann)
  await destroyDueAccounts(site)
  const there = (file = '') => existsSync(mediaPath(site, file)!)
  t.same([there(own), there(shared), there(face)], [false, true, false])
  t.same((await site.db('uploads').select('memberId')).length, 1)
})

t.test('a group does not lose its last admin', async t => {
  const site = await makeSite(t)
  const ann = await addAnn(site)
  const bob = await makeMember(site, 'bob')
  const cem = await makeMember(site, 'cem')
  const group = await createGroup(site, ann, { name: 'Cooks', handle: 'cooks', description: '', access: 'public' })
  await joinGroup(site, bob, { handle: 'cooks' })
  await joinGroup(site, cem, { handle: 'cooks' })
  const entry = await post(site, ann, 'soup', ['cooks'])
  await publishComment(site, bob, { entry: entry.id, body: 'more soup' } as never)
  await lapse(site, ann)
  await destroyDueAccounts(site)
  t.match(await site.db('memberships').where({ groupId: group.id, role: 'admin' }).select('memberId'), [{ memberId: bob.id }])
  t.match(await site.db('entry_feeds').where({ entryId: entry.id }).select('feedId'), [{ feedId: group.id }])
})

t.test('who read a private feed goes on seeing where they took part', async t => {
  const { site, url } = await makeServedSite(t)
  const ann = await addAnn(site)
  const bob = await makeMember(site, 'bob')
  await subscribe(site, bob, { handle: 'ann' })
  await site.db.transaction(trx => Feed.query(trx).patch({ access: 'private' }).where({ id: ann.id }).execute())
  const entry = await post(site, memberActor(await findMember(site.db, 'ann')), 'between us')
  await publishComment(site, bob, { entry: entry.id, body: 'indeed' } as never)
  await lapse(site, ann)
  await destroyDueAccounts(site)
  t.ok(await findVisibleEntry(site.db, bob, entry.id))
  await t.rejects(findVisibleEntry(site.db, visitor, entry.id), { code: 'entry-not-found' })
  t.equal((await new Browser(url).get(`/e/${entry.shortId}`)).status, 404)
})

t.test('it can be stopped at any point and goes on later', async t => {
  const site = await makeSite(t)
  const ann = await addAnn(site)
  const bob = await makeMember(site, 'bob')
  for (let n = 0; n < 3; n++) {
    const entry = await post(site, bob, `entry ${n}`)
    await likeEntry(site, ann, { entry: entry.id })
    await post(site, ann, `own ${n}`)
  }
  await lapse(site, ann)
  await destroyDueAccounts(site, AbortSignal.abort())
  t.ok(await findMember(site.db, 'ann'))
  // Stops after as many looks at the signal as it takes to get one step further each time.
  for (let looks = 1; looks < 12; looks++) {
    let left = looks
    const stopping = {
      get aborted() {
        return --left < 0
      },
    } as AbortSignal
    await destroyDueAccounts(site, stopping)
    await destroyDueAccounts(site, AbortSignal.abort())
  }
  await destroyDueAccounts(site)
  await t.rejects(findMember(site.db, 'ann'), { code: 'member-not-found' })
  t.same(await site.db('entries').where({ authorId: ann.id }).select('id'), [])
  for (const { likeCount } of await site.db('entries').select('likeCount')) t.equal(likeCount, 0)
})

t.test('when the deletion has begun it is too late', async t => {
  const site = await makeSite(t)
  const ann = await addAnn(site)
  await lapse(site, ann)
  const late = memberActor(await findMember(site.db, 'ann'))
  await t.rejects(keepAccount(site, late), { code: 'conflict', message: /too late/ })
  await t.rejects(signIn(site, visitor, { login: 'ann', password, client }), { code: 'invalid' })
})
