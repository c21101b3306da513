import { Browser, signInAs } from 'core/testing'
import t from 'tap'
import { makeClub } from './make-club.ts'

t.test('where one moderator and no jury are, somebody from outside decides by a link and a word', async t => {
  const club = await makeClub(t)
  const { site } = club
  const [ann, bob, mod] = [await club.person('ann'), await club.person('bob'), await club.person('mod', { role: 'moderator' })]
  await ann.browser.post('/entries', { body: 'Buy my cheap watches' })
  const { id: entryId } = (await site.db('entries').first('id')) as { id: string }
  await bob.browser.post('/moderation/reports', { kind: 'entry', id: entryId, rule: '7', reason: 'Advertising' })
  await club.decide(mod, (await club.caseOf(entryId)).id, {
    steps: ['remove', 'silence'],
    days: '0',
    rule: '7',
    reason: 'This advertises.',
  })
  const { id } = await club.lastDecision()
  const at = `/moderation/statements/${id}`
  t.match(
    (await ann.browser.get('/moderation/standing')).text,
    /One decision about you still counts[\s\S]*This advertises\.[\s\S]*kept in mind until/,
  )
  t.match((await bob.browser.get('/moderation/standing')).text, 'Nothing counts against you')
  t.equal((await new Browser(club.url).get('/moderation/standing')).status, 422)

  t.equal((await ann.browser.post(`${at}/outsider`, { name: 'Ode' })).status, 422, 'not before there is an objection')
  await ann.browser.post(`${at}/appeal`, { text: 'They are gifts.', to: 'jury' })
  t.match((await ann.browser.get(at)).text, /Another moderator answers until[\s\S]*Name somebody from outside/)
  t.equal((await bob.browser.post(`${at}/outsider`, { name: 'Ode' })).status, 422)
  t.equal((await ann.browser.post(`${at}/outsider`, { name: 'Ode from the library' })).status, 303)
  const appeal = (await site.db('moderation_appeals').first('id')) as { id: string }
  const opened = (await site.db('moderation_cases').where({ appealId: appeal.id }).first('id')) as { id: string }
  t.match((await mod.browser.get(`/moderation/cases/${opened.id}`)).text, /asks for <b>Ode from the library<\/b>/)
  t.equal((await ann.browser.post(`/moderation/appeals/${appeal.id}/outsider`, {})).status, 403)
  t.equal((await mod.browser.post(`/moderation/appeals/${appeal.id}/outsider`, {})).status, 303)
  t.equal((await mod.browser.post(`/moderation/appeals/${appeal.id}/outsider`, {})).status, 422, 'once')
  const settle = { outcome: 'upheld', answer: 'No.' }
  t.match((await mod.browser.post(`/moderation/appeals/${appeal.id}/settlement`, settle)).status, 422)

  const [, link = ''] = /href="(\/moderation\/outside\/[^"]+)"/.exec((await ann.browser.get(at)).text) ?? []
  const [, word = ''] = /this word: <b>([a-z0-9]+)<\/b>/.exec((await mod.browser.get(`/moderation/cases/${opened.id}`)).text) ?? []
  t.ok(word)
  t.notMatch((await ann.browser.get(at)).text, word, 'the member has the link alone')
  const url = link.replaceAll('&#x3D;', '=')
  const outside = new Browser(club.url)
  t.equal((await outside.get(url.replace(/code=.*/, 'code=wrong'))).status, 422)
  t.match(
    (await outside.get(url)).text,
    /Ode from the library[\s\S]*cheap watches[\s\S]*Removed[\s\S]*They are gifts\.[\s\S]*Does the decision stand/,
  )
  const code = url.split('code=')[1]!
  const vote = { code, word, vote: 'reverse', reason: 'Gifts are fine.' }
  t.equal((await outside.post(`/moderation/outside/${appeal.id}/votes`, { ...vote, word: 'guess' })).status, 422)
  t.equal((await outside.post(`/moderation/outside/${appeal.id}/votes`, vote)).status, 303)
  t.match((await bob.browser.get('/ann')).text, 'cheap watches', 'it is back')
  t.match((await ann.browser.get(at)).text, /everything is as it was[\s\S]*Gifts are fine\./)
  t.match((await bob.browser.get('/moderation/log')).text, 'by somebody from outside')
  t.match((await ann.browser.get('/moderation/standing')).text, 'Nothing counts against you')
  t.equal((await outside.post(`/moderation/outside/${appeal.id}/votes`, vote)).status, 422, 'one vote')
})

t.test('an objection that nobody answers in time comes to the top', async t => {
  const club = await makeClub(t)
  const [ann, bob, mod] = [await club.person('ann'), await club.person('bob'), await club.person('mod', { role: 'moderator' })]
  await club.person('max', { role: 'moderator' })
  await ann.browser.post('/entries', { body: 'Watches' })
  const { id: entryId } = (await club.site.db('entries').first('id')) as { id: string }
  await bob.browser.post('/moderation/reports', { kind: 'entry', id: entryId, rule: '7', reason: 'Advertising' })
  await club.decide(mod, (await club.caseOf(entryId)).id, { steps: 'remove', rule: '7', reason: 'This advertises.' })
  const at = `/moderation/statements/${(await club.lastDecision()).id}`
  await ann.browser.post(`${at}/appeal`, { text: 'No.', to: 'moderator' })
  t.notMatch((await ann.browser.get(at)).text, 'Name somebody from outside', 'there is another moderator')
  club.later(8)
  await club.catchUp()
  t.match(await club.site.db('moderation_cases').where({ kind: 'appeal' }).first(), { priority: 2, state: 'open' })
  const again = new Browser(club.url)
  await signInAs(club.site, again, ann.member)
  t.match((await again.get(at)).text, 'This is late')
})
