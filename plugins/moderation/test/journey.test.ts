import { Browser } from 'core/testing'
import t from 'tap'
import { makeClub } from './make-club.ts'

const at = '/moderation'

t.test('report, case, decision, statement, appeal, jury, and back', async t => {
  const club = await makeClub(t)
  const { site } = club
  const [ann, bob, mod] = [await club.person('ann'), await club.person('bob'), await club.person('mod', { role: 'moderator' })]
  const jury = [await club.person('jo'), await club.person('kim'), await club.person('lee')]
  const made = await ann.browser.post('/entries', { body: 'Buy my cheap watches' })
  t.equal(made.status, 303)
  const entry: { id: string; shortId: string } = await site.db('entries').first('id', 'shortId')

  await t.test('a member reports it by a rule, and sees it wait', async t => {
    t.match((await bob.browser.get('/ann')).text, `href="${at}/report/entry/${entry.id}"`)
    const form = await bob.browser.get(`${at}/report/entry/${entry.id}`)
    t.match(form.text, /No flooding[\s\S]*No advertisements/)
    t.match(form.text, 'Buy my cheap watches')
    const sent = await bob.browser.post(`${at}/reports`, { kind: 'entry', id: entry.id, rule: '7', reason: 'Advertising' })
    t.match(sent, { status: 303, location: `${at}/reports` })
    t.match((await bob.browser.follow(sent)).text, /Buy my cheap watches[\s\S]*Waits for a moderator/)
    await bob.browser.post(`${at}/reports`, { kind: 'entry', id: entry.id, rule: '7', reason: 'Again' })
    t.match(await club.caseOf(entry.id), { signals: 1, state: 'open', score: 5, memberHandle: 'ann' }, 'the same member counts once')
  })

  await t.test('a visitor reports it too, with an address', async t => {
    const visitor = new Browser(club.url)
    t.match((await visitor.get(`${at}/report/entry/${entry.id}`)).text, 'name="email"')
    t.equal((await visitor.post(`${at}/reports`, { kind: 'entry', id: entry.id, rule: '7' })).status, 422, 'not without one')
    const sent = await visitor.post(`${at}/reports`, { kind: 'entry', id: entry.id, rule: '7', name: 'Vic', email: 'vic@example.org' })
    t.equal(sent.status, 303)
    t.match(await club.caseOf(entry.id), { signals: 2, score: 8, priority: 1 }, 'in the same case')
  })

  await t.test('nobody but moderators sees the queue; what is wrong is refused', async t => {
    const found = await club.caseOf(entry.id)
    t.equal((await bob.browser.get(`${at}/cases/${found.id}`)).status, 403)
    t.equal((await ann.browser.post(`${at}/cases/${found.id}/decisions`, { version: String(found.version), steps: 'keep' })).status, 403)
    t.equal((await bob.browser.post(`${at}/reports`, { kind: 'entry', id: entry.id, rule: '77' })).status, 422)
    t.equal((await ann.browser.post(`${at}/reports`, { kind: 'entry', id: entry.id, rule: '7' })).status, 422, 'not one’s own')
    const page = await mod.browser.get('/admin/plugin-page?plugin=moderation&page=queue')
    t.match(page.text, 'Buy my cheap watches')
    t.match(page.text, /queue\.js/)
    const opened = await mod.browser.get(`/admin/plugin-page?plugin=moderation&page=queue&case=${found.id}`)
    t.match(opened.text, /vic@example\.org[\s\S]*Remove it/)
  })

  await t.test('a moderator decides; a stale version is refused', async t => {
    const found = await club.caseOf(entry.id)
    const decision = { steps: ['remove'], rule: '7', reason: 'This advertises.' }
    const stale = await mod.browser.post(`${at}/cases/${found.id}/decisions`, { ...decision, version: String(found.version - 1) })
    t.match((await mod.browser.follow(stale)).text, /changed since you opened it[\s\S]*Buy my cheap watches/, 'the case as it is now')
    const scripted = { ...decision, version: String(found.version - 1), part: 'yes' }
    t.match(await mod.browser.post(`${at}/cases/${found.id}/decisions`, scripted), { status: 422, text: /changed since you opened it/ })
    t.match(
      (await mod.browser.post(`${at}/cases/${found.id}/decisions`, { steps: 'remove', version: String(found.version) })).text,
      'Say why',
    )
    const done = await mod.browser.post(`${at}/cases/${found.id}/decisions`, { ...decision, version: String(found.version) })
    t.equal(done.status, 303)
    t.notMatch((await bob.browser.get('/ann')).text, 'cheap watches')
    t.match(await club.caseOf(entry.id), { state: 'closed', openKey: null })
    const late = await mod.browser.post(`${at}/cases/${found.id}/decisions`, { ...decision, version: String(found.version + 1) })
    t.match((await mod.browser.follow(late)).text, 'decided this case already')
    t.match((await bob.browser.get(`${at}/reports`)).text, 'Something was done about it.')
  })

  const decision = await club.lastDecision()

  await t.test('the member reads why, others do not, and the log says it in public', async t => {
    const page = await ann.browser.get(`${at}/statements/${decision.id}`)
    t.match(page.text, /It was removed from the site[\s\S]*No flooding[\s\S]*This advertises\./)
    t.equal((await bob.browser.get(`${at}/statements/${decision.id}`)).status, 422)
    t.match(
      (await ann.browser.get('/notifications')).text,
      /A moderator decided about something of yours[\s\S]*It was removed from the site/,
    )
    const { said }: { said: string } = await site.db('notifications').where({ memberId: ann.member.id, kind: 'plugin' }).first('said')
    t.match(
      said,
      /removed from the site\.\nRule 7: No flooding[\s\S]*This advertises\.\nNo machine[\s\S]*object until 30 April 2027/,
      'whole, for the mail',
    )
    t.match(
      (await new Browser(club.url).get(`${at}/log`)).text,
      /Removed[\s\S]*@ann[\s\S]*No flooding[\s\S]*This advertises\.[\s\S]*a moderator/,
    )
  })

  await t.test('the log is narrowed, and read elsewhere', async t => {
    const visitor = new Browser(club.url)
    t.match((await visitor.get(`${at}/log?kind=remove&rule=7`)).text, 'This advertises.')
    t.match((await visitor.get(`${at}/log?kind=suspend`)).text, 'Nothing of this kind')
    t.match((await visitor.get(`${at}/log?rule=1`)).text, 'Nothing of this kind')
    const atom = await visitor.get(`${at}/log.atom?kind=remove`)
    t.match(atom.text, /<feed[^>]+Atom/)
    t.match(atom.text, /<title[^>]*>Removed: @ann<\/title>/)
    t.match(atom.text, `log#decision-${decision.id}`)
    const json = JSON.parse((await visitor.get(`${at}/log.json`)).text) as { items: object[] }
    t.match(json, { items: [{ title: 'Removed: @ann', content_html: /Rule 7[\s\S]*This advertises\./ }] })
    t.same(JSON.parse((await visitor.get(`${at}/log.json?rule=1`)).text).items, [])
    t.equal((await visitor.get(`${at}/log?kind=1%27`)).status, 422)
  })

  await t.test('the member objects, and a jury is drawn', async t => {
    for (const { browser } of jury) t.equal((await browser.post(`${at}/juries`, { serve: 'yes' })).status, 303)
    t.equal(
      (await bob.browser.post(`${at}/statements/${decision.id}/appeal`, { text: 'Mine', to: 'jury' })).status,
      422,
      'only about oneself',
    )
    const sent = await ann.browser.post(`${at}/statements/${decision.id}/appeal`, { text: 'I give them away.', to: 'jury' })
    t.match((await ann.browser.follow(sent)).text, 'A jury of members drawn by lot decides until')
    t.equal((await ann.browser.post(`${at}/statements/${decision.id}/appeal`, { text: 'Again', to: 'jury' })).status, 422, 'once')
  })

  await t.test('they vote blind, and the majority brings it back', async t => {
    const appeal: { id: string } = await site.db('moderation_appeals').first('id')
    const seats: { memberId: string }[] = await site.db('moderation_seats').select('memberId')
    t.same(seats.map(({ memberId }) => memberId).sort(), jury.map(({ member }) => member.id).sort())
    const vote = { vote: 'reverse', reason: 'Giving away is no advertising.' }
    t.equal((await bob.browser.post(`${at}/juries/${appeal.id}/votes`, vote)).status, 422)
    t.match((await jury[0]!.browser.get(`${at}/juries/${appeal.id}`)).text, /cheap watches[\s\S]*I give them away/)
    await jury[0]!.browser.post(`${at}/juries/${appeal.id}/votes`, vote)
    t.equal((await jury[0]!.browser.post(`${at}/juries/${appeal.id}/votes`, vote)).status, 422, 'once')
    t.notMatch((await jury[1]!.browser.get(`${at}/juries/${appeal.id}`)).text, 'Giving away')
    t.match(await club.lastDecision(), { reversedAt: null })
    await jury[1]!.browser.post(`${at}/juries/${appeal.id}/votes`, vote)
    t.match((await bob.browser.get('/ann')).text, 'cheap watches', 'it is back')
    t.match((await ann.browser.get(`${at}/statements/${decision.id}`)).text, /everything is as it was[\s\S]*Giving away is no advertising/)
    t.match((await ann.browser.get(`${at}/log`)).text, /Taken back[\s\S]*by a jury/)
    t.match((await ann.browser.get(`/transparency`)).text, /Moderation in figures/)
  })

  await t.test('it is not reported again until it is edited', async t => {
    const again = await bob.browser.post(`${at}/reports`, { kind: 'entry', id: entry.id, rule: '7', reason: 'Still' })
    t.match((await bob.browser.follow(again)).text, 'stays as it is')
    t.match(await club.caseOf(entry.id), { state: 'closed' })
    t.equal((await ann.browser.post(`/entries/${entry.id}/edit`, { body: 'Buy my dear watches' })).status, 303)
    await bob.browser.post(`${at}/reports`, { kind: 'entry', id: entry.id, rule: '7', reason: 'Now' })
    t.match(await club.caseOf(entry.id), { state: 'open' })
  })
})
