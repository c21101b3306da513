import t from 'tap'
import { undoAction } from '../../../core/actions/undo-action.ts'
import { visitor } from '../../../core/actor.ts'
import { tidyBanValue } from '../../../core/bans/ban-value.ts'
import { listBans, listPublishedBans } from '../../../core/bans/list-bans.ts'
import { editComment } from '../../../core/comments/edit-comment.ts'
import { publishComment } from '../../../core/comments/publish-comment.ts'
import { editEntry } from '../../../core/entries/edit-entry.ts'
import { importEntries } from '../../../core/entries/import-entry.ts'
import { publishEntry } from '../../../core/entries/publish-entry.ts'
import { createGroup } from '../../../core/groups/create-group.ts'
import { changeEmail } from '../../../core/members/change-email.ts'
import { destroyTies } from '../../../core/members/destroy-ties.ts'
import { editProfile } from '../../../core/members/edit-profile.ts'
import { signUp } from '../../../core/members/sign-up.ts'
import { keepToRetention } from '../../../core/retention/keep-to-retention.ts'
import { signIn } from '../../../core/sessions/sign-in.ts'
import { connectSource } from '../../../core/sources/connect-source.ts'
import { makeClock } from '../../../core/testing/make-clock.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeOpenSite, makeServedSite } from '../../../core/testing/make-site.ts'
import { makeSource } from '../../../core/testing/make-source.ts'

const because = { reason: 'Adverts, again and again.' }
const day = 86_400_000
const from = (address: string) => ({ address, agent: 'test' })
const newcomer = (handle: string, address = '198.51.100.9', email = `${handle}@example.net`) => ({
  ...{ handle, email, password: 'seven quiet lanterns' },
  client: from(address),
})
const post = (body: string, more = {}) => ({ body, to: [], uploads: [], ...more })

t.test('what is banned is written one way, and what cannot be banned is refused', async t => {
  t.equal(tidyBanValue('address', ' 203.0.113.7 '), '203.0.113.7/32')
  t.equal(tidyBanValue('address', '203.0.113.7/24'), '203.0.113.0/24')
  t.equal(tidyBanValue('address', '::ffff:203.0.113.7'), '203.0.113.7/32')
  t.equal(tidyBanValue('address', '2001:db8:1:2:3::4/33'), '2001:db8::/33')
  t.equal(tidyBanValue('link', 'https://*.Bücher.example:8080/shop?a'), 'xn--bcher-kva.example')
  t.equal(tidyBanValue('email', 'somebody@Mail.Example.'), 'mail.example')
  t.equal(tidyBanValue('handle', '@B0bs'), tidyBanValue('handle', 'bobs'))
  for (const [kind, values] of Object.entries({
    address: ['', 'localhost', '1.2.3', '1.2.3.4/4', '1.2.3.4/33', '1.2.3.4/x', '::/8', '1.2.3.4/24/24', '0x7f000001'],
    link: ['', 'org', 'a b.org', 'https://', '-.org', '127.0.0.1', 'javascript:alert(1)'],
    email: ['@', 'nobody@'],
    handle: ['', 'a', 'a/b', '<b>'],
  }))
    for (const value of values) t.throws(() => tidyBanValue(kind as 'link', value), { code: 'invalid' }, `${kind} ${value}`)
})

t.test('who may ban, what must be said, and how it ends', async t => {
  const { site, clock } = await makeSiteWithClock(t)
  const ann = await makeMember(site, 'ann')
  const mia = await makeMember(site, 'mia', { role: 'moderator' })
  const link = { kind: 'link', value: 'Spam.example' }
  await t.rejects(site.act(ann, 'ban.add', link, because), { code: 'forbidden' })
  await t.rejects(site.act(mia, 'ban.add', link), { code: 'invalid', problems: { reason: /Say why/ } })
  await t.rejects(listBans(site, ann, { limit: 1 }), { code: 'forbidden' })
  for (const wrong of [
    { kind: 'link' },
    { ...link, member: 'ann' },
    { kind: 'handle', value: 'bob', effect: 'hold' },
    { kind: 'link', member: 'ann' },
  ])
    await t.rejects(site.act(mia, 'ban.add', wrong, because), { code: 'invalid' })
  const banned = await site.act(mia, 'ban.add', { ...link, days: 7 }, because)
  t.equal(banned.summary, 'Banned: link domain spam.example, refused until 2026-11-08.')
  await t.rejects(site.act(mia, 'ban.add', link, because), { code: 'conflict' })
  await undoAction(site, mia, { id: banned.auditId! }, because)
  t.same(await listBans(site, mia, { limit: 9 }), [])
  const [over] = await listBans(site, mia, { show: 'over', limit: 9 })
  t.match(over, { shown: 'spam.example', reason: because.reason, byName: 'mia', holds: false, liftedReason: because.reason })
  const again = await site.act(mia, 'ban.restore', { ids: [over!.id] }, because)
  t.match(again.summary, /Banned again: link domain spam.example/)
  await t.rejects(site.act(mia, 'ban.restore', { ids: [over!.id] }, because), { code: 'conflict' })
  t.match(await listBans(site, mia, { text: 'SPAM', kind: 'link', limit: 9 }), [{ holds: true }])
  t.same(await listBans(site, mia, { text: '%', limit: 9 }), [])
  clock.tick(8 * day)
  t.same(await listBans(site, mia, { limit: 9 }), [])
  await t.rejects(site.act(mia, 'ban.lift', { ids: [over!.id] }, because), { code: 'ban-not-found' })
  await publishEntry(site, ann, post('https://spam.example/'))
})

t.test('nobody joins or signs in from a banned network, but staff; and the address is forgotten', async t => {
  const { site, clock } = await makeSiteWithClock(t)
  const bob = await makeMember(site, 'bob', { password: 'three old bicycles' })
  const mia = await makeMember(site, 'mia', { role: 'moderator', password: 'three old bicycles' })
  const enter = (login: string, address: string) => signIn(site, visitor, { login, password: 'three old bicycles', client: from(address) })
  await enter('bob', '203.0.113.7')
  await enter('bob', '2001:db8::1')
  t.equal((await site.act(mia, 'ban.add', { kind: 'address', member: 'bob' }, because)).changes.length, 2)
  await t.rejects(enter('bob', '::ffff:203.0.113.7'), { code: 'forbidden', message: /from where you are/ })
  await t.rejects(enter('bob', '2001:db8::1'), { code: 'forbidden' })
  t.ok(await enter('mia', '203.0.113.7'))
  t.ok(await enter('bob', '203.0.113.8'))
  await t.rejects(signUp(site, visitor, newcomer('eve', '203.0.113.7')), { code: 'forbidden', message: /Nobody can join/ })
  await site.act(mia, 'ban.lift', { kind: 'address', member: 'bob' }, because)
  t.ok(await enter('bob', '203.0.113.7'))
  await t.rejects(site.act(mia, 'ban.lift', { kind: 'address' }, because), { code: 'invalid' })
  await site.act(mia, 'ban.add', { kind: 'address', member: 'bob' }, because)
  await site.act(mia, 'ban.add', { kind: 'address', value: '198.51.100.0/24', effect: 'hold', days: 30 }, because)
  t.equal((await signUp(site, visitor, newcomer('fay'))).token, undefined, 'who comes from there waits')
  t.ok(await enter('bob', '198.51.100.1'))
  await t.rejects(site.act(mia, 'ban.add', { kind: 'address', value: '192.0.2.1', days: 400 }, because), { code: 'invalid' })

  const kept = JSON.stringify([await site.db('audit_log').select('*'), await listPublishedBans(site, { limit: 9 })])
  t.notMatch(kept, /203\.0\.113|2001:db8|198\.51/, 'addresses stand neither in the audit log nor in what is public')
  t.equal((await site.db('site_bans').where({ memberId: bob.id })).length, 5)
  await destroyTies(site, bob.id)
  t.same(await site.db('site_bans').where({ memberId: bob.id }), [], 'who leaves takes their name along')
  clock.tick(98 * day)
  await keepToRetention(site)
  t.match(await site.db('site_bans').select('value', 'shown'), Array(5).fill({ value: null, shown: null }))
})

t.test('e-mail domains with what is below them, and handles with what looks like them', async t => {
  const { site } = await makeSiteWithClock(t)
  const bob = await makeMember(site, 'bob', { password: 'three old bicycles' })
  const mia = await makeMember(site, 'mia', { role: 'moderator' })
  await site.act(mia, 'ban.add', { kind: 'email', value: 'throwaway.example' }, because)
  await site.act(mia, 'ban.add', { kind: 'email', value: 'slow.example', effect: 'hold' }, because)
  await site.act(mia, 'ban.add', { kind: 'handle', value: 'Bobs' }, because)
  await t.rejects(signUp(site, visitor, newcomer('eve', undefined, 'e@mx.Throwaway.example')), { code: 'forbidden', message: /provider/ })
  t.equal((await signUp(site, visitor, newcomer('fay', undefined, 'f@slow.example'))).token, undefined)
  t.ok((await signUp(site, visitor, newcomer('gus', undefined, 'g@notthrowaway.example'))).token)
  const moved = { email: 'b@throwaway.example', emailPassword: 'three old bicycles' }
  await t.rejects(changeEmail(site, bob, moved), { code: 'invalid', problems: { email: /provider/ } })
  await t.rejects(signUp(site, visitor, newcomer('b0b5')), { code: 'invalid', problems: { handle: /not given out/ } })
  const group = { name: 'Bobs', handle: 'bobs', description: '', access: 'public' as const }
  await t.rejects(createGroup(site, bob, group), { code: 'invalid', problems: { handle: /not given out/ } })
})

t.test('where links may not lead: entries, comments, profiles, groups, sources, and what comes in', async t => {
  const { site } = await makeSiteWithClock(t)
  const bob = await makeMember(site, 'bob')
  const mia = await makeMember(site, 'mia', { role: 'moderator' })
  const innocent = await publishEntry(site, bob, post('notspam.example and https://example.org/?u=spam.example'))
  const said = await publishComment(site, bob, { entry: innocent.id, body: 'Good' })
  const source = await makeSource(site, bob, { url: 'https://blog.example/feed' })
  await site.act(mia, 'ban.add', { kind: 'link', value: 'spam.example' }, because)
  await site.act(mia, 'ban.add', { kind: 'link', value: 'odd.example', effect: 'hold' }, because)
  const refused = { code: 'invalid', message: /Links to (spam|odd)\.example are not accepted here: Adverts/ }
  await t.rejects(publishEntry(site, bob, post('see https://a.SPAM.example/x?y&amp;z')), refused)
  await t.rejects(publishEntry(site, bob, post('see', { link: 'http://spam.example.' })), refused)
  await t.rejects(editEntry(site, bob, { id: innocent.id, body: 'http://spam.example' }), refused)
  await t.rejects(publishComment(site, bob, { entry: innocent.id, body: 'https://spam.example/' }), refused)
  t.match(await publishComment(site, bob, { entry: innocent.id, body: 'https://odd.example/' }), { heldReason: /links to odd/ })
  await t.rejects(editComment(site, bob, { id: said.id, body: 'https://spam.example/' }), refused)
  const profile = { name: 'Bob', description: '', access: 'public' as const, linkTitle: [], linkUrl: [] }
  await t.rejects(editProfile(site, bob, { ...profile, linkUrl: ['spam.example'] }), refused)
  await t.rejects(editProfile(site, bob, { ...profile, description: 'https://spam.example' }), refused)
  const group = { name: 'Adverts', handle: 'adverts', description: 'https://spam.example', access: 'public' as const }
  await t.rejects(createGroup(site, bob, group), refused)
  await t.rejects(connectSource(site, bob, { type: 'feed', url: 'https://feeds.spam.example/rss' }), refused)
  t.equal((await publishEntry(site, bob, post('https://odd.example'))).authorId, bob.id)
  t.match(await site.db('held_entries').select('*'), [{ reason: /links to odd\.example: Adverts/, heldBy: 'bans' }])

  const item = (guid: string, html: string) => ({ guid, url: `https://blog.example/${guid}`, title: guid, html, tags: [], media: [] })
  const entries = [
    item('a', '<a href="https://x.spam.example/">x</a>'),
    item('b', '<a href="https://odd.example/">x</a>'),
    item('c', 'spam.example'),
  ]
  const feed = { format: 'rss', hubs: [], entries }
  const { originOfSource } = await import('../../../core/entries/import-origin.ts')
  t.match(await importEntries(site, originOfSource(source), feed, { first: false }), { imported: 2, refused: 1 })
  t.same(await site.db('entries').whereNotNull('sourceId').orderBy('title').select('title', 'access'), [
    { title: 'b', access: 'held' },
    { title: 'c', access: 'public' },
  ])
  const edited = { ...feed, entries: [item('c', '<a href="https://odd.example/">x</a>')] }
  await importEntries(site, originOfSource(source), edited, { first: false })
  t.match(await site.db('entries').where({ title: 'c' }).first('access'), { access: 'held' }, 'also when it is edited so later')
})

t.test('the address is that of the visitor, behind a proxy that is trusted', async t => {
  const { site, url } = await makeServedSite(t, { env: { HTTP_TRUST_PROXY: '1' } })
  const mia = await makeMember(site, 'mia', { role: 'moderator' })
  await site.act(mia, 'ban.add', { kind: 'address', value: '203.0.113.0/24' }, because)
  const { Browser } = await import('../../../core/testing/browse.ts')
  const join = async (handle: string, forwarded: string): Promise<string> => {
    const browser = new Browser(url)
    await browser.get('/sign-up')
    const fields = { handle, email: `${handle}@example.net`, password: 'seven quiet lanterns' }
    return (await browser.post('/sign-up', fields, { 'x-forwarded-for': forwarded })).text
  }
  t.match(await join('eve', '203.0.113.9'), /Nobody can join from where you are/)
  t.notMatch(await join('gus', '198.51.100.9'), /Nobody can join/)
})

async function makeSiteWithClock(t: Parameters<typeof makeOpenSite>[0]) {
  const clock = makeClock()
  return { ...(await makeOpenSite(t, { now: clock.now })), clock }
}
