import t from 'tap'
import { makeClub } from './make-club.ts'

const secret = 'The quetzalcoatlus lives at 7 Hidden Lane, third floor, and never locks the door: https://quetzalcoatlus.example.org'

t.test('of what is purged a case keeps that it was decided about, and nothing of what it said', async t => {
  const club = await makeClub(t)
  const { site } = club
  const [ann, bob] = [await club.person('ann'), await club.person('bob')]
  const mod = await club.person('mod', { role: 'moderator' })
  const nest = { name: 'Nest', about: ['entry'], domains: ['example.org'], outcome: 'report', mode: 'on' }
  await site.act(mod.member, 'moderation.save-rule', nest, { reason: 'For the test' })
  await bob.browser.post('/entries', { body: secret })
  const { id } = await site.db('entries').first('id')
  await ann.browser.post('/moderation/reports', { kind: 'entry', id, rule: '1', reason: `He writes: ${secret}` })
  const one = await club.caseOf(id)
  await mod.browser.post(`/moderation/cases/${one.id}/notes`, { text: secret })
  const rules = '/admin/plugin-page?plugin=moderation&page=rules&rule=Nest'
  await mod.browser.post(rules, { form: 'try', back: rules, 'set-days': '30' })
  await club.outbox.drained()
  await site.jobs.drained()
  const kept = ['entries', 'moderation_cases', 'moderation_hits', 'moderation_notes', 'moderation_signals', 'moderation_trials']
  t.same(await tablesWith(site.db), kept)
  const decision = { version: String((await club.caseOf(id)).version), steps: ['remove'], rule: '1', reason: 'An address' }
  t.equal((await mod.browser.post(`/moderation/cases/${one.id}/decisions`, decision)).status, 303)
  await club.outbox.drained()
  await site.act(
    { kind: 'system', scopes: [] },
    'content.purge',
    { kind: 'entry', id, again: id, rule: 'Privacy' },
    { reason: 'An address.' },
  )
  await club.outbox.drained()
  t.same(await tablesWith(site.db), [])
  t.equal((await mod.browser.get(`/moderation/cases/${one.id}`)).status < 500, true, 'the case can still be looked at')
  await mod.browser.get('/admin/plugin-page?plugin=moderation&page=queue')
  t.notMatch((await ann.browser.get('/moderation/reports')).text, /quetzal/)
})

/** Tables of the site that hold the text. */
async function tablesWith(db: Awaited<ReturnType<typeof makeClub>>['site']['db']): Promise<string[]> {
  const sql =
    db.dialect === 'postgres'
      ? `select tablename as name from pg_tables where schemaname = current_schema()`
      : `select name from sqlite_schema where type = 'table'`
  const answer: { rows?: { name: string }[] } & { name: string }[] = await db.raw(sql)
  const found: string[] = []
  for (const { name } of answer.rows ?? answer)
    if (JSON.stringify(await db.select('*').from(name)).includes('quetzalcoatlus')) found.push(name)
  return found.sort()
}
