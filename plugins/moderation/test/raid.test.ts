import { Browser, signInAs } from 'core/testing'
import t from 'tap'
import { type Club, makeClub, type Person } from './make-club.ts'

/** Sessions of tests are short; who comes back after days signs in again. */
const comesBack =
  (site: Club['site']) =>
  async ({ browser, member }: Person) => {
    await signInAs(site, browser, member)
    await browser.get('/settings/profile')
  }

const why = { reason: 'Hundreds of accounts since noon' }

t.test('raid mode: in one switch, in public, and over by itself', async t => {
  const club = await makeClub(t)
  const { site, url, outbox } = club
  const back = comesBack(site)
  const [ann, bob, cem] = [await club.person('ann'), await club.person('bob'), await club.person('cem', { days: 2 })]
  const mod = await club.person('mod', { role: 'moderator' })
  await ann.browser.post('/entries', { body: 'Talk to me' })
  const { id, shortId } = (await site.db('entries').first('id', 'shortId')) as { id: string; shortId: string }
  await site.db.transaction(trx =>
    trx('subscriptions').insert({ memberId: ann.member.id, feedId: bob.member.id, createdAt: site.now().toISOString() }),
  )
  const join = async (handle: string) => {
    const browser = new Browser(url)
    await browser.get('/sign-up')
    return browser.post('/sign-up', { handle, email: `${handle}@example.org`, password: 'tidal-lantern-42-orbit' })
  }
  const comment = async (who: typeof ann, body: string) => (await who.browser.post(`/entries/${id}/comments`, { body })).status
  const page = '/admin/plugin-page?plugin=moderation&page=raid'

  await t.test('only moderators, and only with a reason', async t => {
    await t.rejects(site.act(ann.member, 'moderation.begin-raid-mode', {}, why), { code: 'forbidden' })
    await t.rejects(site.act(mod.member, 'moderation.begin-raid-mode', {}), { code: 'invalid' })
    await t.rejects(site.act(mod.member, 'moderation.begin-raid-mode', { hours: 73 }, why), { code: 'invalid' })
    await t.rejects(site.act(mod.member, 'moderation.end-raid-mode', {}, why), { code: 'invalid' }, 'there is none')
    t.equal((await ann.browser.get(page)).status, 403)
  })

  await t.test('what it keeps out, and what not', async t => {
    const sent = await mod.browser.post(page, { form: 'begin', back: page, 'set-hours': '72', 'set-why': why.reason })
    t.equal(sent.status, 303)
    t.match((await join('dora')).text, 'This site takes no new members for a few days')
    t.equal(await comment(bob, 'A friend'), 303)
    t.equal(await comment(ann, 'The author'), 303)
    t.equal(await comment(mod, 'A moderator'), 303)
    const refused = await cem.browser.post(`/entries/${id}/comments`, { body: 'No friend of ann' })
    t.match(refused, { status: 422, text: /Until 4 November 2026, only those whom the author follows/ })
    t.match(refused.text, 'No friend of ann', 'what was typed is there')
    await cem.browser.post('/entries', { body: 'I am new' })
    await outbox.drained()
    const held = (await site.db('entries').where({ body: 'I am new' }).first('id', 'access')) as { id: string; access: string }
    t.match(held, { access: 'held' })
    t.match(await club.caseOf(held.id), { kind: 'held', state: 'open' })
    await bob.browser.post('/entries', { body: 'I am long here' })
    t.match(await site.db('entries').where({ body: 'I am long here' }).first('access'), { access: 'public' })
  })

  await t.test('everybody reads it: at the top of the page, and in the log', async t => {
    t.match((await new Browser(url).get(`/ann/${shortId}`)).text, /Raid mode[\s\S]*Hundreds of accounts since noon/)
    t.match((await bob.browser.get('/moderation/log')).text, /Raid mode begun[\s\S]*Hundreds of accounts[\s\S]*until/)
  })

  await t.test('renewed in the open, and over by itself after 72 hours', async t => {
    club.later(2)
    await site.act(mod.member, 'moderation.begin-raid-mode', {}, { reason: 'It goes on' })
    t.match((await bob.browser.get('/moderation/log')).text, /Raid mode goes on[\s\S]*It goes on[\s\S]*Raid mode begun/)
    club.later(3)
    t.notMatch((await new Browser(url).get('/')).text, 'Hundreds of accounts')
    t.match(await join('dora'), { status: 303, location: '/welcome' })
    await back(cem)
    t.equal(await comment(cem, 'Now it is fine'), 303)
  })

  await t.test('ended before its time, and the audit log takes it back', async t => {
    await site.act(mod.member, 'moderation.begin-raid-mode', { hours: 5 }, why)
    await site.act(mod.member, 'moderation.end-raid-mode', {}, { reason: 'A false alarm' })
    t.equal(await comment(cem, 'It is quiet again'), 303)
    t.match((await bob.browser.get('/moderation/log')).text, /Raid mode is over[\s\S]*A false alarm/)
    const log = (await site.db('audit_log').where('action', 'like', 'moderation.%raid%').orderBy('id')) as {
      action: string
      reason: string
    }[]
    t.same(
      log.map(({ action }) => action),
      ['moderation.begin-raid-mode', 'moderation.begin-raid-mode', 'moderation.begin-raid-mode', 'moderation.end-raid-mode'],
    )
  })
})

t.test('limits of new members fall away with time, and a decision against them starts the days anew', async t => {
  const club = await makeClub(t)
  const { site } = club
  const back = comesBack(site)
  const rita = await club.person('rita', { role: 'admin' })
  await site.act(rita.member, 'plugin.settings', {
    name: 'moderation',
    values: { newcomerFrom: 0, newcomerEntries: 3, newcomerPictures: 1 },
  })
  await club.refresh()
  const cem = await club.person('cem', { days: 1 })
  const mod = await club.person('mod', { role: 'moderator', days: 1 })
  const post = (body: string, who = cem) => who.browser.post('/entries', { body })
  const links = 'https://a.example https://b.example https://c.example'

  t.match((await cem.browser.get('/')).text, /There are a few limits on what you can publish, until/)
  t.match((await cem.browser.get('/moderation/limits')).text, /You are new here[\s\S]*Links in one text<\/dt><dd>2</)
  t.match((await post(links)).text, 'you can put 2 links into one text here')
  for (const body of ['one', 'two', 'three']) t.equal((await post(body)).status, 303)
  t.match((await post('four')).text, 'you can share 3 entries an hour here')
  t.equal((await post(links, mod)).status, 303, 'not for those who look after the site')

  const { id } = (await site.db('entries').where({ body: 'one' }).first('id')) as { id: string }
  await rita.browser.post('/moderation/reports', { kind: 'entry', id, rule: '7', reason: 'Spam' })
  const one = await club.caseOf(id)
  club.later(5)
  await back(mod)
  await mod.browser.post(`/moderation/cases/${one.id}/decisions`, {
    version: String(one.version),
    steps: 'remove',
    rule: '7',
    reason: 'Spam',
  })
  club.later(4)
  await back(cem)
  t.match((await cem.browser.get('/moderation/limits')).text, /began anew/)
  t.equal((await post(links)).status, 422)
  club.later(4)
  await back(cem)
  t.match((await cem.browser.get('/moderation/limits')).text, 'No limits')
  t.equal((await post(links)).status, 303)
})
