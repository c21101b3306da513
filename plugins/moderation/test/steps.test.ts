import t from 'tap'
import { makeClub } from './make-club.ts'

const at = '/moderation'

t.test('an author is asked to edit, and the entry comes back when that has happened', async t => {
  const club = await makeClub(t)
  const { site } = club
  const [ann, bob, mod] = [await club.person('ann'), await club.person('bob'), await club.person('mod', { role: 'moderator' })]
  await ann.browser.post('/entries', { body: 'My neighbour is a fool' })
  const { id } = (await site.db('entries').first('id')) as { id: string }
  await bob.browser.post(`${at}/reports`, { kind: 'entry', id, rule: '1', reason: 'Rude' })
  const reported = await club.caseOf(id)
  t.match(await club.decide(mod, reported.id, { steps: 'ask-edit', rule: '1', reason: 'Leave the neighbour out.' }), { status: 200 })
  const decision = await club.lastDecision()
  t.match(await site.db('entries').first('access'), { access: 'hidden' })
  t.match(
    (await ann.browser.get(`${at}/statements/${decision.id}`)).text,
    new RegExp(`hidden until you edit it[\\s\\S]*/entries/${id}/edit`),
  )
  t.match((await bob.browser.get(`${at}/log`)).text, 'Asked to edit')

  await ann.browser.post(`/entries/${id}/edit`, { body: 'My neighbour is loud' })
  await club.outbox.drained()
  const edited = await club.caseOf(id)
  t.match(edited, { kind: 'edited', state: 'open', private: 0, summary: 'My neighbour is loud' })
  t.match((await mod.browser.get(`${at}/cases/${edited.id}`)).text, /Edited, as it was asked for[\s\S]*Show it again/)
  await club.decide(mod, edited.id, { steps: 'keep' })
  t.match(await site.db('entries').first('access'), { access: 'public' })
  await ann.browser.post(`/entries/${id}/edit`, { body: 'My neighbour is very loud' })
  await club.outbox.drained()
  t.match(await club.caseOf(id), { state: 'closed' }, 'later edits are nobody’s business')
})

t.test('something private is read by way of its case alone: in the log, and its author is told', async t => {
  const club = await makeClub(t)
  const { site } = club
  const [ann, bob, mod] = [await club.person('ann'), await club.person('bob'), await club.person('mod', { role: 'moderator' })]
  await bob.browser.post('/groups/new', { name: 'Quiet ones', handle: 'quiet', description: '', access: 'private' })
  const group = (await site.db('feeds').where({ handle: 'quiet' }).first('id')) as { id: string }
  const membership = { groupId: group.id, memberId: ann.member.id, role: 'member', createdAt: site.now().toISOString() }
  await site.db.transaction(async trx => {
    await trx('memberships').insert(membership)
    await trx('subscriptions').insert({ memberId: ann.member.id, feedId: group.id, createdAt: membership.createdAt })
  })
  await ann.browser.post('/entries', { body: 'A secret insult', to: ['quiet'] })
  const { id, access } = (await site.db('entries').first('id', 'access')) as { id: string; access: string }
  t.equal(access, 'private')
  await bob.browser.post(`${at}/reports`, { kind: 'entry', id, rule: '1', reason: 'Rude' })
  const one = await club.caseOf(id)
  const queue = await mod.browser.get('/admin/plugin-page?plugin=moderation&page=queue')
  t.match(queue.text, 'Private')
  t.notMatch(queue.text, 'A secret insult')
  const sealed = await mod.browser.get(`${at}/cases/${one.id}`)
  t.match(sealed.text, /Rule|Rude/)
  t.notMatch(sealed.text, 'A secret insult')
  const removal = { steps: 'remove', rule: '1', reason: 'Insults.' }
  t.match(await club.decide(mod, one.id, removal), { status: 422, text: /read it before you decide/ })
  t.equal((await ann.browser.post(`${at}/cases/${one.id}/openings`, {})).status, 403)

  t.match((await mod.browser.post(`${at}/cases/${one.id}/openings`, { part: 'yes' })).text, /A secret insult[\s\S]*Opened by/)
  t.match(await site.db('audit_log').where({ action: 'entry.open' }).first(), { actorId: mod.member.id, reason: /case/ })
  await club.outbox.drained()
  t.match((await ann.browser.get('/notifications')).text, 'A moderator read a private entry of yours')
  t.match(await club.decide(mod, one.id, removal), { status: 200 })
  t.match(await site.db('entries').first(), { removedBy: mod.member.id })
  const log = (await bob.browser.get(`${at}/log`)).text
  t.match(log, 'Removed')
  t.notMatch(log, /@ann|Insults\./, 'of private things no more than that')
})

t.test('pictures are covered and taken out, what should end ends, and answers are kept with what they do', async t => {
  const club = await makeClub(t)
  const { site } = club
  const [ann, bob, mod] = [await club.person('ann'), await club.person('bob'), await club.person('mod', { role: 'moderator' })]
  await ann.browser.post('/entries', { body: 'Look' })
  const { id } = (await site.db('entries').first('id')) as { id: string }
  await site.db.transaction(async trx => {
    const files = ['a', 'b'].map(letter => `${letter.repeat(64)}.png`)
    const row = { memberId: ann.member.id, entryId: id, type: 'image/png', bytes: 9, createdAt: site.now().toISOString() }
    await trx('uploads').insert(files.map((file, index) => ({ ...row, id: `u${index}`, file })))
    const attachments = JSON.stringify(files.map(file => ({ kind: 'image', url: `/media/${file}` })))
    await trx('entries').where({ id }).update({ attachments })
  })
  await bob.browser.post(`${at}/reports`, { kind: 'entry', id, rule: '7', reason: 'Pictures' })
  const one = await club.caseOf(id)
  t.match((await mod.browser.get(`${at}/cases/${one.id}`)).text, /value="cover:u0"[\s\S]*value="take-out:u1"/)
  const answer = { title: 'Pictures', reason: 'Not here.', steps: ['lock', 'cover:u0'], rule: '7' }
  await mod.browser.post(`${at}/answers`, answer)
  t.match((await mod.browser.get(`${at}/cases/${one.id}`)).text, /data-answer="Not here\." data-steps="lock" data-rule="7"/)
  t.equal((await bob.browser.post(`${at}/answers`, answer)).status, 403)
  t.equal((await mod.browser.post(`${at}/answers`, { ...answer, reason: ' ' })).status, 422)
  const kept = (await site.db('moderation_answers').first('id')) as { id: string }
  await mod.browser.post(`${at}/answers/${kept.id}/removal`, {})
  t.equal((await mod.browser.post(`${at}/answers/${kept.id}/removal`, {})).status, 422)

  const steps = ['cover:u0', 'take-out:u1', 'lock', 'blur']
  t.match(await club.decide(mod, one.id, { steps, rule: '7', reason: 'Not here.', contentDays: '3', label: 'violence' }), { status: 200 })
  const shown = async () => site.db('entries').where({ id }).first('attachments', 'commentsLockedAt', 'label')
  t.match(await shown(), { attachments: /^\[\{.*a{64}\.png","blurred":true\}\]$/, commentsLockedAt: /./, label: 'violence' })
  const statement = await ann.browser.get(`${at}/statements/${(await club.lastDecision()).id}`)
  t.match(statement.text, /is covered[\s\S]*until[\s\S]*taken out[\s\S]*comments are closed|comments are closed[\s\S]*until/)
  club.later(2)
  await club.catchUp()
  t.match(await shown(), { label: 'violence' }, 'not yet')
  club.later(2)
  await club.catchUp()
  t.match(await shown(), { attachments: /a{64}\.png"\},.*b{64}/, commentsLockedAt: null, label: null })
})
