import t from 'tap'
import { resultOf } from '../appeals/settle-appeal.ts'
import { makeClub } from './make-club.ts'

t.test('one decision does several things to all open cases of a member, and taking it back undoes everything', async t => {
  const club = await makeClub(t)
  const { site } = club
  const [ann, bob] = [await club.person('ann'), await club.person('bob')]
  const [mod, max] = [await club.person('mod', { role: 'moderator' }), await club.person('max', { role: 'moderator' })]
  await site.db.transaction(trx => trx('members').where({ id: bob.member.id }).update({ locale: 'tr' }))
  for (const body of ['one', 'two']) await ann.browser.post('/entries', { body })
  const entries: { id: string }[] = await site.db('entries').select('id').orderBy('id')
  for (const { id } of entries) await bob.browser.post('/moderation/reports', { kind: 'entry', id, rule: '1', reason: 'Rude' })
  const one = await club.caseOf(entries[0]!.id)
  const version = String(one.version)
  const decision = { version, steps: ['hide', 'silence'], rule: '1', reason: 'Insults', days: '3', all: 'on' }
  t.match((await mod.browser.post(`/moderation/cases/${one.id}/decisions`, { ...decision, steps: ['refuse'] })).text, 'cannot be done here')
  t.equal((await mod.browser.post(`/moderation/cases/${one.id}/decisions`, decision)).status, 303)
  const open = async () => Number((await site.db('moderation_cases').where({ state: 'open' }).count({ n: '*' }))[0]?.n)
  t.equal(await open(), 0, 'both cases')
  const told: { text: string }[] = await site.db('notifications').where({ memberId: bob.member.id, kind: 'plugin' }).select('text')
  t.match(told, [{ text: /gereği yapıldı/ }, { text: /gereği yapıldı/ }], 'in the language of who reported')
  t.match(await site.db('entries').select('access'), [{ access: 'hidden' }, { access: 'hidden' }])
  t.match(await site.db('restrictions').select('kind', 'endedAt'), [{ kind: 'silence', endedAt: null }], 'once')
  t.match((await mod.browser.get('/moderation/log')).text, /Hidden[\s\S]*Silenced[\s\S]*until/)

  const decided: { id: string }[] = await site.db('moderation_decisions').select('id').orderBy('id')
  t.equal(decided.length, 2)
  const { id } = decided[0]!
  t.match((await ann.browser.get(`/moderation/statements/${id}`)).text, /hidden from others[\s\S]*cannot write for a while/)
  t.equal((await ann.browser.post(`/moderation/statements/${id}/appeal`, { text: 'It was a joke', to: 'moderator' })).status, 303)
  const appeal: { id: string } = await site.db('moderation_appeals').first('id')
  const settle = { outcome: 'reversed', answer: 'It was one.' }
  t.match((await mod.browser.post(`/moderation/appeals/${appeal.id}/settlement`, settle)).text, 'Another moderator looks at it')
  t.equal((await bob.browser.post(`/moderation/appeals/${appeal.id}/settlement`, settle)).status, 403)
  t.equal((await max.browser.post(`/moderation/appeals/${appeal.id}/settlement`, settle)).status, 303)
  t.match(await site.db('entries').where({ id: entries[0]!.id }).select('access'), [{ access: 'public' }])
  t.match(await site.db('restrictions').select('endedAt'), [{ endedAt: /./ }])
  t.match(await site.db('moderation_decisions').where({ id }).first(), { reversedAt: /./, strikeUntil: null })
  t.equal(await open(), 0, 'the objection is off the queue')
})

t.test('nobody decides a case of their own', async t => {
  const club = await makeClub(t)
  const [mod, max] = [await club.person('mod', { role: 'moderator' }), await club.person('max', { role: 'moderator' })]
  await mod.browser.post('/entries', { body: 'mine' })
  const { id } = (await club.site.db('entries').first('id')) as { id: string }
  await max.browser.post('/moderation/reports', { kind: 'entry', id, rule: '7' })
  const one = await club.caseOf(id)
  const keep = { version: String(one.version), steps: 'keep' }
  t.match((await mod.browser.post(`/moderation/cases/${one.id}/decisions`, keep)).text, 'This case is about you')
  t.equal((await mod.browser.get(`/moderation/cases/${one.id}`)).status, 422)
  t.match((await max.browser.post(`/moderation/cases/${one.id}/decisions`, keep)).text, 'You reported this yourself')
})

t.test('a jury decides as soon as nothing can change any more', async t => {
  const [r, u, n] = ['reverse', 'uphold', null] as const
  const now = { isOver: false, isHeavy: false }
  t.equal(resultOf([r, r, n], now), 'reversed')
  t.equal(resultOf([r, u, n], now), 'open')
  t.equal(resultOf([r, u, n], { ...now, isOver: true }), 'upheld', 'no majority against it')
  t.equal(resultOf([r, n, n], { ...now, isOver: true }), 'too few')
  t.equal(resultOf([u, u, u, u, r, r, r], now), 'upheld')
  t.equal(resultOf([u, u, u, u, r, r, r], { ...now, isHeavy: true }), 'reversed', 'what is heavy needs two thirds')
  t.equal(resultOf([u, u, u, u, u, r, r], { ...now, isHeavy: true }), 'upheld')
})

t.test('bans stand in the public log, addresses left out, and are lifted there', async t => {
  const club = await makeClub(t)
  const { site } = club
  const [ann, mod] = [await club.person('ann'), await club.person('mod', { role: 'moderator' })]
  const because = { reason: 'Adverts, again and again.' }
  const act = async (name: string, input: Record<string, unknown>) => site.act(mod.member, name, input, because)
  await act('ban.add', { kind: 'address', value: '203.0.113.7', days: 7 })
  await act('ban.add', { kind: 'link', value: 'spam.example', rule: 'No adverts' })
  await act('ban.add', { kind: 'handle', value: 'nasty' })
  const { text } = await ann.browser.get('/moderation/log')
  t.match(text, /Name banned[\s\S]*Links banned · <bdi dir="ltr">spam\.example<\/bdi>[\s\S]*No adverts[\s\S]*Address banned[\s\S]*until/)
  t.notMatch(text, /203\.0|nasty/)
  await act('ban.lift', { kind: 'link', value: 'spam.example' })
  t.match((await ann.browser.get('/moderation/log')).text, /spam\.example[\s\S]*Taken back/)
})
