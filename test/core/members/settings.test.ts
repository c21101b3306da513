import sharp from 'sharp'
import t from 'tap'
import { type MemberActor, visitor } from '../../../core/actor.ts'
import { Feed } from '../../../core/feeds/feed.ts'
import { changeEmail } from '../../../core/members/change-email.ts'
import { changeLocale } from '../../../core/members/change-locale.ts'
import { editProfile } from '../../../core/members/edit-profile.ts'
import { findMember } from '../../../core/members/member.ts'
import { endOtherSessions, endSession } from '../../../core/sessions/end-session.ts'
import { signIn } from '../../../core/sessions/sign-in.ts'
import type { Site } from '../../../core/site.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeServedSite, makeSite } from '../../../core/testing/make-site.ts'

const password = 'seven quiet herons wade'
const firefox = { address: '203.0.113.9', agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' }
const profile = { name: 'Ann', description: '', access: 'public' as const, linkTitle: [], linkUrl: [] }

function addAnn(site: Site): Promise<MemberActor> {
  return makeMember(site, 'ann', { password })
}

t.test('an e-mail address is changed with the password', async t => {
  const site = await makeSite(t)
  const ann = await addAnn(site)
  await makeMember(site, 'bob')
  const emailPassword = password
  await t.rejects(changeEmail(site, visitor, { email: 'new@example.org', emailPassword }), { code: 'unauthorized' })
  await t.rejects(changeEmail(site, ann, { email: 'new@example.org', emailPassword: 'wrong' }), {
    code: 'invalid',
    problems: { emailPassword: /not your/ },
  })
  await t.rejects(changeEmail(site, ann, { email: 'BOB@example.org', emailPassword }), {
    code: 'invalid',
    problems: { email: /account with/ },
  })
  await changeEmail(site, ann, { email: 'New@example.org', emailPassword })
  t.equal((await findMember(site.db, 'ann')).email, 'new@example.org')
})

t.test('guessing the password of an open session ends soon', async t => {
  const site = await makeSite(t)
  const ann = await addAnn(site)
  for (let n = 0; n < 10; n++)
    await t.rejects(changeEmail(site, ann, { email: 'x@example.org', emailPassword: `guess ${n}` }), { code: 'invalid' })
  await t.rejects(changeEmail(site, ann, { email: 'x@example.org', emailPassword: password }), { code: 'limit-exceeded' })
})

t.test('the language is one that the theme speaks', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann')
  await changeLocale(site, ann, { language: 'en' })
  t.equal((await findMember(site.db, 'ann')).locale, 'en')
  await t.rejects(changeLocale(site, ann, { language: 'xx-nowhere' }), { code: 'invalid' })
  await changeLocale(site, ann, {})
  t.equal((await findMember(site.db, 'ann')).locale, null)
})

t.test('sessions are listed and ended one by one or all others at once', async t => {
  const { site, url } = await makeServedSite(t)
  await addAnn(site)
  const browser = new Browser(url)
  await browser.get('/sign-in')
  await browser.post('/sign-in', { login: 'ann', password })
  await signIn(site, visitor, { login: 'ann', password, client: firefox })
  await signIn(site, visitor, { login: 'ann', password, client: { address: '203.0.113.10', agent: '' } })
  const list = await browser.get('/settings/sessions')
  t.match(list.text, /Firefox, Linux/)
  t.match(list.text, /203\.0\.113\.9/)
  t.match(list.text, /this one/)

  const row = await site.db('sessions').where({ address: '203.0.113.9' }).first('id')
  t.equal((await browser.post(`/settings/sessions/${row.id}`, { _method: 'delete' })).location, '/settings/sessions')
  t.equal((await site.db('sessions').select('id')).length, 2)
  await browser.post('/settings/sessions/others', { _method: 'delete' })
  t.equal((await site.db('sessions').select('id')).length, 1)
  t.equal((await browser.get('/settings')).status, 200, 'this one stays')
})

t.test('nobody ends the sessions of others', async t => {
  const site = await makeSite(t)
  await addAnn(site)
  const bob = await makeMember(site, 'bob')
  await signIn(site, visitor, { login: 'ann', password, client: firefox })
  const { id } = await site.db('sessions').first('id')
  await t.rejects(endSession(site, bob, { id }), { code: 'session-not-found' })
  await t.rejects(endSession(site, visitor, { id }), { code: 'unauthorized' })
  t.equal(await endOtherSessions(site, bob, { sessionId: '' }), 0)
})

t.test('a profile has a name, a few words and links to the web', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann')
  await editProfile(site, ann, {
    ...profile,
    name: ' Ann\u0000  Alder ',
    description: 'I row.',
    linkTitle: ['Blog', '', 'unused'],
    linkUrl: ['ann.example', 'https://www.example.org/~ann', ''],
  })
  const feed = await Feed.query(site.db).findById(ann.id).throwIfNotFound()
  t.match(feed, { name: 'Ann Alder', description: 'I row.' })
  t.same(JSON.parse(feed.links), [
    { title: 'Blog', url: 'https://ann.example/' },
    { title: 'example.org', url: 'https://www.example.org/~ann' },
  ])
})

t.test('a link that is no web address is refused', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann')
  for (const url of [
    'javascript:alert(1)',
    'data:text/html,x',
    'mailto:a@example.org',
    'https://a:b@example.org',
    'ftp://example.org',
    'nothing at all',
  ]) {
    await t.rejects(
      editProfile(site, ann, { ...profile, linkUrl: [url] }),
      { code: 'invalid', problems: { links: /not a web address/ } },
      url,
    )
  }
  await t.rejects(editProfile(site, ann, { ...profile, name: '\u200b ' }), { code: 'invalid', problems: { name: /fill/ } })
  await t.rejects(editProfile(site, visitor, profile), { code: 'unauthorized' })
})

t.test('a feed that becomes private takes its entries along; one that becomes public lets in who asked', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  const at = site.now().toISOString()
  await site.db.transaction(async trx => {
    const entry = {
      id: 'e'.repeat(36),
      shortId: 'abc123',
      authorId: ann.id,
      access: 'public',
      reach: 'friends',
      publishedAt: at,
      bumpedAt: at,
      createdAt: at,
    }
    await trx('entries').insert(entry)
    await trx('entry_feeds').insert({ entryId: entry.id, feedId: ann.id, bumpedAt: at })
  })
  await editProfile(site, ann, { ...profile, access: 'private' })
  t.match(await site.db('entries').first('access'), { access: 'private' })

  await site.db.transaction(trx => trx('subscription_requests').insert({ memberId: bob.id, feedId: ann.id, createdAt: at }))
  await editProfile(site, ann, profile)
  t.match(await site.db('entries').first('access'), { access: 'public' })
  t.match(await site.db('subscriptions').select('memberId', 'feedId'), [{ memberId: bob.id, feedId: ann.id }])
  t.same(await site.db('subscription_requests').select('*'), [])
})

t.test('a picture is cut to a square and loses what the camera noted', async t => {
  const { site, url } = await makeServedSite(t)
  const browser = new Browser(url)
  await signInAs(site, browser, await makeMember(site, 'ann'))
  t.match((await browser.get('/settings/profile')).text, /enctype="multipart\/form-data"/)
  const photo = await sharp({ create: { width: 400, height: 300, channels: 3, background: '#146' } })
    .withExif({ IFD0: { Artist: 'Ann Alder' } })
    .jpeg()
    .toBuffer()
  const form = new FormData()
  for (const [name, value] of Object.entries({ name: 'Ann', access: 'public' })) form.set(name, value)
  form.set('picture', new Blob([photo]), 'me.jpg')
  t.equal((await browser.upload('/settings/profile', form)).location, '/settings/profile')

  const page = await browser.get('/settings/profile')
  const src = /src="(\/media\/[0-9a-f]{64}\.webp)"/.exec(page.text)?.[1] ?? ''
  const picture = await browser.get(src)
  t.match(picture.headers, { 'content-type': 'image/webp', 'cache-control': /immutable/, 'x-content-type-options': 'nosniff' })
  t.notMatch(picture.text, /Ann Alder/)
  t.equal((await browser.get('/ann')).status, 200)

  const bad = new FormData()
  for (const [name, value] of Object.entries({ name: 'Ann', access: 'public' })) bad.set(name, value)
  bad.set('picture', new Blob(['<svg onload="alert(1)"/>']), 'me.svg')
  const refused = await browser.upload('/settings/profile', bad)
  t.equal(refused.status, 422)
  t.match(refused.text, /not a picture/)

  await browser.post('/settings/profile', { name: 'Ann', access: 'public', noPicture: 'yes' })
  t.match(await site.db('feeds').where({ handle: 'ann' }).first('picture'), { picture: null })
})

t.test('the pages of the settings are for members', async t => {
  const { site, url } = await makeServedSite(t)
  const browser = new Browser(url)
  const paths = ['/settings', '/settings/profile', '/settings/account', '/settings/sessions', '/invitations', '/welcome']
  for (const path of paths) t.match((await browser.get(path)).location, '/sign-in?next=', path)
  t.equal((await browser.get('/members/waiting')).status, 403)
  await signInAs(site, browser, await makeMember(site, 'ann'))
  for (const path of paths) t.equal((await browser.get(path)).status, 200, path)
  t.equal((await browser.get('/members/waiting')).status, 403)
})

t.test('what the account page refuses is shown on it', async t => {
  const { site, url } = await makeServedSite(t)
  const browser = new Browser(url)
  await addAnn(site)
  await browser.get('/sign-in')
  await browser.post('/sign-in', { login: 'ann', password })
  await browser.get('/settings/account')
  const wrong = await browser.post('/settings/account/password', { oldPassword: 'wrong', newPassword: 'nine loud geese march on' })
  t.equal(wrong.status, 422)
  t.match(wrong.text, /id="field-oldPassword-problem"/)
  const before = browser.cookies.get('tributary_session')
  const right = await browser.post('/settings/account/password', { oldPassword: password, newPassword: 'nine loud geese march on' })
  t.equal(right.location, '/settings/account')
  t.not(browser.cookies.get('tributary_session'), before)
  t.equal((await browser.follow(right)).status, 200)
})
