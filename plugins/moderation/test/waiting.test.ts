import t from 'tap'
import { makeClub } from './make-club.ts'

t.test('what is held comes into the queue, and keeping it publishes it', async t => {
  const club = await makeClub(t)
  const { site } = club
  const [ann, mod] = [await club.person('ann'), await club.person('mod', { role: 'moderator' })]
  await ann.browser.post('/entries', { body: 'Held words' })
  const { id } = (await site.db('entries').first('id')) as { id: string }
  await site.db.transaction(async trx => {
    await trx('held_entries').insert({ entryId: id, reason: 'Too new', heldBy: 'newcomers', createdAt: site.now().toISOString() })
    await trx('entries').where({ id }).update({ access: 'held' })
    await site.announce(trx, 'entries.held', { entryIds: [id] })
  })
  await club.outbox.drained()
  const one = await club.caseOf(id)
  t.match(one, { kind: 'held', state: 'open' })
  t.match((await mod.browser.get(`/moderation/cases/${one.id}`)).text, /newcomers[\s\S]*Too new[\s\S]*Publish it[\s\S]*Refuse it/)
  t.equal((await mod.browser.post(`/moderation/cases/${one.id}/decisions`, { version: String(one.version), steps: 'keep' })).status, 303)
  t.match(await site.db('entries').first('access'), { access: 'public' })
  t.match(await club.caseOf(id), { state: 'closed' })
})
