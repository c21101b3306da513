import t from 'tap'
import { memberActor, system } from '../../../core/actor.ts'
import { endFounding } from '../../../core/lock/end-founding.ts'
import { findMemberById } from '../../../core/members/member.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeClub } from '../../../core/testing/make-club.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeServedSite } from '../../../core/testing/make-site.ts'

t.test('what the members decide about stands read-only in the panel, with its history and the way to propose a change', async t => {
  const { site, url, members } = await makeClub(t, 3)
  const browser = new Browser(url)
  await signInAs(site, browser, memberActor(await findMemberById(site.db, members[0]!.id), site.roles))
  const settings = await browser.get('/admin/settings')
  t.match(settings.text, /name="signUp"[^>]* disabled/)
  t.match(
    settings.text,
    /The members decide about this\.<\/b> <a href="\/governance\/propose\?action&#x3D;settings\.change&amp;key&#x3D;signUp"/,
  )
  t.notMatch(settings.text, /key&#x3D;siteName"[^>]*>Propose/)
  t.match((await browser.get('/admin/setting?key=signUp')).text, /Propose a change/)
  t.match((await browser.get('/admin/roles')).text, /The members decide about roles/)
  const page = await browser.get('/admin/lock')
  t.match(page.text, /Nobody changes this here[\s\S]*Privacy policy[\s\S]*kind&#x3D;privacy[\s\S]*Version 1/)
  const saved = await browser.post('/admin/settings', { siteName: 'Cove' })
  t.equal(saved.status, 303, 'the rest is saved as before')
  t.equal(site.settings.siteName, 'Cove')
  t.equal(site.settings.signUp, 'open')
})

t.test('while the site is being founded it is for those who founded it, and never for others', async t => {
  const { site, url } = await makeServedSite(t)
  const [ann, bob] = [new Browser(url), new Browser(url)]
  await signInAs(site, ann, await makeMember(site, 'ann', { role: 'admin' }))
  await signInAs(site, bob, await makeMember(site, 'bob'))
  t.notMatch((await ann.get('/admin/settings')).text, /The members decide about this/)
  t.match((await ann.get('/admin/lock')).text, /still being founded/)
  t.not((await bob.get('/admin/lock')).status, 200)
})

t.test('what an assembly decides stands on every page of the panel where it would be done', async t => {
  const club = await makeClub(t, 1, { isFounding: true })
  const { site, members, browsers } = club
  const [browser] = browsers as [Browser]
  await site.act(members[0]!, 'page.publish', { slug: 'about', title: 'About us', body: 'We meet by the river.' })
  await site.act(members[0]!, 'charter.change', { preset: 'assembly' })
  t.notMatch((await browser.get('/admin/themes')).text, /The members decide about this/, 'not while it is being founded')
  await endFounding(site, system)
  await club.wait(0)
  for (const [page, url, gone] of [
    ['themes', 'theme.activate', 'value="theme.activate"'],
    ['looks', '/themes/history', 'value="look.restore"'],
    ['customise', '/themes/edit', 'value="look.publish"'],
    ['plugins', 'plugin.disable', 'value="plugin.disable"'],
    ['plugin-discover', '/packages', ''],
    ['static-page?slug=about', 'page.publish', 'value="publish"'],
    ['member?handle=ann', 'member.role', ''],
  ] as const) {
    const { text } = await browser.get(`/admin/${page}`)
    const notice = /id="decided"[\s\S]*?<\/div>/.exec(text)?.[0] ?? ''
    t.match(notice.replaceAll('&#x3D;', '='), new RegExp(`The members decide about this[\\s\\S]*${url.replace('.', '\\.')}`), page)
    if (gone) t.notMatch(text, gone, page)
  }
  t.match((await browser.get('/pages/about')).text, /action&#x3D;page\.publish&amp;slug&#x3D;about"[^>]*>Propose a change/)
  t.match(
    (await browser.get('/governance/propose?action=page.publish&slug=about')).text,
    /We meet by the river\./,
    'with what stands there',
  )
  t.match((await browser.get('/privacy')).text, /kind=privacy"[^>]*>Propose a change/)
})
