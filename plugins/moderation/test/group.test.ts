import t from 'tap'
import { makeClub } from './make-club.ts'

const at = '/moderation/groups/cooks'

t.test('who runs a group decides what belongs to it, and asks the moderators about the rest', async t => {
  const club = await makeClub(t)
  const { site } = club
  const [ann, bob, cem, mod] = [
    await club.person('ann'),
    await club.person('bob'),
    await club.person('cem'),
    await club.person('mod', { role: 'moderator' }),
  ]
  await ann.browser.post('/groups/new', { name: 'Cooks', handle: 'cooks', description: '', access: 'public' })
  for (const { browser } of [bob, cem]) await browser.post('/groups/cooks/memberships', {})
  for (const body of ['My car', 'My boat', 'I will hurt you']) await bob.browser.post('/entries', { body, to: ['cooks'] })
  const entries: { id: string }[] = await site.db('entries').select('id').orderBy('id')
  for (const [index, rule] of ['7', '7', '5'].entries())
    await cem.browser.post('/moderation/reports', { kind: 'entry', id: entries[index]!.id, rule, reason: 'Not cooking' })
  const [car, boat, threat] = [await club.caseOf(entries[0]!.id), await club.caseOf(entries[1]!.id), await club.caseOf(entries[2]!.id)]

  t.match((await ann.browser.get('/cooks')).text, /href="\/moderation\/groups\/cooks">Reports in this group \(3\)/)
  t.match((await ann.browser.get(at)).text, /I will hurt you[\s\S]*urgent[\s\S]*My car[\s\S]*Not cooking[\s\S]*Take it out of the group/)
  t.equal((await cem.browser.get(at)).status, 422, 'for its admins alone')
  const decision = {
    id: car.id,
    version: String(car.version),
    steps: ['lock', 'remove-from-group', 'ban-from-group'],
    reason: 'About cars.',
    days: '3',
  }
  t.equal((await cem.browser.post(`${at}/decisions`, decision)).status, 422)
  t.equal((await ann.browser.post(`${at}/decisions`, { ...decision, reason: '' })).status, 422)
  t.equal((await ann.browser.post(`${at}/decisions`, { ...decision, steps: 'suspend' })).status, 422, 'no more than belongs to the group')
  t.equal((await ann.browser.post(`${at}/decisions`, { ...decision, version: '77' })).status, 422)
  t.equal((await ann.browser.post(`${at}/decisions`, decision)).status, 303)
  t.match(await club.caseOf(entries[0]!.id), { state: 'closed' })
  t.notMatch((await cem.browser.get('/cooks')).text, 'My car')
  t.match((await bob.browser.post('/groups/cooks/memberships', {})).text, 'shut you out of it until 2026-11-04')
  const { id, strikeUntil } = (await site.db('moderation_decisions').first()) as { id: string; strikeUntil: string | null }
  t.equal(strikeUntil, null, 'it counts in the group alone')
  t.match(
    (await bob.browser.get(`/moderation/statements/${id}`)).text,
    /You cannot take part in the group\.[\s\S]*The admins of Cooks decided/,
  )
  t.match((await cem.browser.get('/moderation/log')).text, /Taken out of the group[\s\S]*Banned from the group[\s\S]*the admins of Cooks/)

  t.equal((await ann.browser.post(`${at}/reversals`, { id, reason: 'Too hard.' })).status, 303)
  t.match((await cem.browser.get('/cooks')).text, 'My car')
  t.match(await site.db('memberships').where({ memberId: bob.member.id }).first(), { role: 'member' })
  t.equal((await ann.browser.post(`${at}/reversals`, { id, reason: 'Again' })).status, 422)

  t.equal((await ann.browser.post(`${at}/escalations`, { id: boat.id, reason: 'Is this spam?' })).status, 303)
  t.notMatch((await ann.browser.get(at)).text, `case-${boat.id}`, 'off their list')
  t.match((await mod.browser.get(`/moderation/cases/${boat.id}`)).text, /Cooks[\s\S]*Is this spam\?/)
  t.match(await club.caseOf(entries[1]!.id), { priority: 2, state: 'open' })
  t.equal((await ann.browser.post(`${at}/escalations`, { id: boat.id, reason: 'Again' })).status, 422)

  const urgent = { id: threat.id, version: String(threat.version), steps: 'remove-from-group', rule: '5', reason: 'Threats.' }
  t.equal((await ann.browser.post(`${at}/decisions`, urgent)).status, 303)
  t.match(await club.caseOf(entries[2]!.id), { state: 'open' }, 'the site’s moderators have to look as well')
  t.match(await club.decide(mod, threat.id, { steps: ['remove', 'warn'], rule: '5', reason: 'Threats.' }), { status: 200 })
})
