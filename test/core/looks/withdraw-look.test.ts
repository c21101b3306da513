import t from 'tap'
import { listAudit } from '../../../core/actions/audit-log.ts'
import { system } from '../../../core/actor.ts'
import { checkRunning } from '../../../core/doctor/check-running.ts'
import { draftVersion } from '../../../core/looks/draft-version.ts'
import { lookAttention } from '../../../core/looks/look-attention.ts'
import { publishLook } from '../../../core/looks/publish-look.ts'
import { restoreLook } from '../../../core/looks/restore-look.ts'
import { discardDraft, saveDraft } from '../../../core/looks/save-draft.ts'
import { watchLimits } from '../../../core/looks/watch-look.ts'
import { withdrawLook } from '../../../core/looks/withdraw-look.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeClock } from '../../../core/testing/make-clock.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeServedSite, makeSite, type Teardown } from '../../../core/testing/make-site.ts'

// Good with everything that the check tries, and no list of people only where somebody is called River.
const template = '{{#> layout}}<h1>Mine</h1>{{#if (eq profile.name "River")}}{{people profile.name}}{{/if}}{{/layout}}'

async function setUp(t: Teardown) {
  const clock = makeClock('2026-05-20T12:00:00.000Z')
  const running = await makeServedSite(t, { now: clock.now })
  const { site, url } = running
  const [rita, mia] = [await makeMember(site, 'rita', { role: 'admin' }), await makeMember(site, 'mia', { role: 'moderator' })]
  await makeMember(site, 'river')
  await site.db.transaction(trx => trx('feeds').where({ handle: 'river' }).update({ name: 'River' }))
  const publish = async (change: object) => {
    const draft = await saveDraft(site, rita, look => ({ ...look, ...change }))
    await publishLook(site, rita, { draft: draft.id })
    return site.look.current.id
  }
  const read = async (path: string, times = 1) => {
    for (let time = 1; time < times; time++) await new Browser(url).get(path)
    const answer = await new Browser(url).get(path)
    await site.look.settled()
    return answer
  }
  return { ...running, clock, rita, mia, publish, read }
}

t.test('a new look that only some pages fail with is taken back by itself, and its admins know why', async t => {
  const { site, url, outbox, rita, mia, publish, read } = await setUp(t)
  const good = await publish({ palette: 'moss' })
  const bad = await publish({ files: { 'profile.hbs': template } })
  t.match((await read('/rita')).text, '<h1>Mine</h1>')
  t.match(await read('/river', watchLimits.pages - 1), { status: 200, text: /River/ }, 'its parent shows the page meanwhile')
  t.equal(site.look.current.id, bad)
  await read('/river')
  t.match(site.look.current, { id: good, look: { palette: 'moss' } })
  t.notMatch((await read('/rita')).text, '<h1>Mine</h1>')

  const [row] = await listAudit(site, system)
  const why = /profile could not be shown with the theme default \(as changed here\): .*is not a function.* \(5 pages failed\)/
  t.match(row, { action: 'look.withdraw', actorKind: 'system', summary: why })
  await outbox.drained()
  t.match(await site.db('notifications').where({ kind: 'site' }), [{ memberId: rita.id, text: why, url: '/admin/looks' }])
  const browser = new Browser(url)
  await signInAs(site, browser, rita)
  t.match((await browser.get('/notifications')).text, /went back to the look of before/)
  t.match((await browser.get('/admin')).text, /went back by itself from version 2 of the look: profile could not be shown/)
  t.match(
    (await browser.get('/admin/looks')).text,
    /Version 2<\/b>[\s\S]*?By itself the site went back from it[\s\S]*?profile could not be shown/,
  )
  t.match((await browser.get('/settings/notifications')).text, 'What the site does by itself')
  const moderator = new Browser(url)
  await signInAs(site, moderator, mia)
  t.notMatch((await moderator.get('/settings/notifications')).text, 'What the site does by itself')

  // Who mends it begins with it, and what they publish is watched again.
  await t.rejects(draftVersion(site, mia, bad), { code: 'forbidden' })
  await t.rejects(draftVersion(site, rita, 'nowhere'), { code: 'not-found' })
  await browser.get('/admin/looks')
  t.match(await browser.post('/admin/looks', { begin: bad }), { status: 303, location: /^\/previews\// })
  await t.rejects(draftVersion(site, rita, bad), { code: 'conflict' })
  await discardDraft(site, rita)
  const mended = await publish({ density: 'dense' })
  t.notMatch((await browser.get('/admin')).text, 'went back by itself')
  t.equal(site.look.current.id, mended)

  // Whoever shows it again all the same has looked at it.
  await restoreLook(site, rita, { version: bad })
  await read('/river', watchLimits.pages + 1)
  t.equal(site.look.current.id, bad)
})

t.test('a look that has been shown for a while stays, and so does one that fails rarely', async t => {
  const { site, clock, publish, read } = await setUp(t)
  const bad = await publish({ files: { 'profile.hbs': template } })
  const shown = (watchLimits.pages - 1) * watchLimits.oneIn
  for (let page = 0; page < shown; page++) site.themes.render('waiting', site.look.current.view, { locale: 'en' })
  await read('/river', watchLimits.pages - 1)
  t.equal(site.look.current.id, bad)
  clock.tick((watchLimits.minutes + 1) * 60_000)
  await read('/river', watchLimits.pages * 2)
  t.equal(site.look.current.id, bad)
})

t.test('the site goes back past looks that failed themselves, and nobody else is in the way', async t => {
  const { site, rita, mia, publish, read } = await setUp(t)
  const first = await publish({ files: { 'profile.hbs': template } })
  const second = await publish({ palette: 'plum' })
  await withdrawLook(site, system, { version: second, because: 'said elsewhere' })
  t.equal(site.look.current.id, first)
  await read('/river', watchLimits.pages)
  t.equal(site.look.current.id, '', 'what the program brings is always there')
  t.match(await withdrawLook(site, system, { version: second, because: 'late' }), { changes: [] })
  await restoreLook(site, rita, { version: second })
  await t.rejects(withdrawLook(site, mia, { version: second, because: 'x' }), { code: 'forbidden' })
  await t.rejects(withdrawLook(site, rita, { version: second, because: '' }), { code: 'invalid' })
  t.equal(site.look.current.id, second)
})

t.test('a page that fails with every theme is not the fault of the look', async t => {
  const site = await makeSite(t)
  const rita = await makeMember(site, 'rita', { role: 'admin' })
  const draft = await saveDraft(site, rita, look => ({ ...look, files: { 'groups.hbs': '{{#> layout}}Mine{{/layout}}' } }))
  await publishLook(site, rita, { draft: draft.id })
  const { id } = site.look.current
  const broken = {
    get site(): string {
      throw new Error('no site')
    },
  }
  for (let time = 0; time < watchLimits.pages * 2; time++) t.throws(() => site.themes.render('groups', broken, { locale: 'en' }), /no site/)
  await site.look.settled()
  t.equal(site.look.current.id, id)
  t.same(site.themes.problems(), [])
})

t.test('a theme on disk that cannot be read is named on the overview and by the doctor', async t => {
  const site = await makeSite(t)
  const rita = await makeMember(site, 'rita', { role: 'admin' })
  t.same(await lookAttention(site, rita), [])
  const folder = t.testdir({ 'theme.json': '{' })
  site.themes.setInstalled([folder])
  t.match(await lookAttention(site, rita), [{ state: 'problem', text: /theme\.json: should be JSON/, fix: new RegExp(folder) }])
  t.match(
    (await checkRunning(site)).filter(({ check }) => check === 'Themes'),
    [{ state: 'problem', found: /should be JSON/ }],
  )
  t.same(await lookAttention(site, await makeMember(site, 'bob')), [])
})

t.test('a partial of a plugin that calls itself for what is inside of something keeps no look from being published', async t => {
  const { site, publish } = await setUp(t)
  site.themes.addTemplates('tree', t.testdir({ partials: { 'tree-branch.hbs': '{{name}}{{#each branches}}{{> tree-branch}}{{/each}}' } }))
  await publish({ palette: 'moss' })
  t.equal(site.look.current.look.palette, 'moss')
  await t.rejects(publish({ files: { 'partials/avatar.hbs': '{{> avatar}}' } }), { code: 'invalid', message: /in a circle/ })
})
