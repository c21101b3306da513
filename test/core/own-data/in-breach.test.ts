import { readFileSync } from 'node:fs'
import t from 'tap'
import { readArchive } from '../../../core/archives/read-archive.ts'
import { destroyAccount } from '../../../core/members/destroy-account.ts'
import { exportPath } from '../../../core/own-data/own-export.ts'
import { unguard } from '../../../core/testing/break-lock.ts'
import { makeClub } from '../../../plugins/moderation/test/make-club.ts'
import { packed } from './packed.ts'

const large = { files: 1000, bytes: 50_000_000, fileBytes: 20_000_000 }

t.test('in breach, a member reads why something was done, takes everything along, and is forgotten', async t => {
  const club = await makeClub(t)
  const { site } = club
  const [ann, bob] = [await club.person('ann'), await club.person('bob')]
  const mod = await club.person('mod', { role: 'moderator' })
  await ann.browser.post('/entries', { body: 'Cheap watches' })
  const entry: { id: string } = await site.db('entries').first('id')
  await bob.browser.post('/moderation/reports', { kind: 'entry', id: entry.id, rule: '7', reason: 'Advertising' })
  const found = await club.caseOf(entry.id)
  const decided = { version: String(found.version), steps: 'hide', rule: '7', reason: 'Again and again.' }
  t.equal((await mod.browser.post(`/moderation/cases/${found.id}/decisions`, decided)).status, 303)

  await unguard(site.db, 'locked_values')
  await site.lock.check()
  t.not(site.lock.breach.length, 0)

  const { id } = await club.lastDecision()
  t.match((await ann.browser.get(`/moderation/statements/${id}`)).text, 'Again and again.')
  t.equal((await ann.browser.post('/export')).status, 303)
  await packed(club)
  const { file } = (await site.db('own_exports').where({ memberId: ann.member.id }).first('file')) as { file: string }
  const files = await readArchive(readFileSync(exportPath(site, file)), large)
  t.match(JSON.parse(files.get('plugins.json')?.toString() ?? ''), [
    { plugin: 'moderation', collection: 'moderation_cases', value: { state: 'closed' } },
    { collection: 'moderation_decisions', value: { reason: 'Again and again.', outcome: 'acted' } },
  ])
  t.match((await ann.browser.get('/settings/data')).text, 'Decisions about you, with their reasons')

  await destroyAccount(site, ann.member.id)
  await destroyAccount(site, bob.member.id)
  t.match(await club.lastDecision(), { memberId: null, memberHandle: null, reason: '' })
  t.match(await club.caseOf(entry.id), { memberId: null, evidence: '{}' })
  t.match(await site.db('moderation_signals').first(), { sourceName: 'somebody who left' })
})
