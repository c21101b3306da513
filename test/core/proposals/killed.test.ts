import { join } from 'node:path'
import t from 'tap'
import { readLedger } from '../../../core/lock/ledger.ts'
import { castBallot } from '../../../core/proposals/cast-ballot.ts'
import { findProposal } from '../../../core/proposals/proposal.ts'
import { publishProposal } from '../../../core/proposals/publish-proposal.ts'
import { makeClub } from '../../../core/testing/make-club.ts'
import { root } from '../../../core/testing/make-site.ts'
import { environmentOf, run } from '../cli/run-command.ts'

const text = 'What you write is yours, and nobody sells it. The members say so.'

t.test('killed between the change and its line in the ledger, a site has both or none', async t => {
  const club = await makeClub(t, 5)
  const { site, members } = club
  const { id } = await publishProposal(site, members[0]!, {
    title: 'Say it clearly',
    action: 'policies.publish',
    input: { kind: 'terms', text },
    sponsors: members.map(member => member.id),
  })
  await club.wait(0)
  await club.wait(14)
  for (const member of members) await castBallot(site, member, { proposalId: id, choice: 'yes' })
  await club.wait(14)
  const { state, dueAt } = await findProposal(site.db, id)
  t.equal(state, 'passed')
  const before = await readLedger(site.db)

  const killed = await run([join(root, 'test/core/proposals/killed-child.ts'), id, dueAt!], environmentOf(site.config))
  t.match(killed.out, /written 2/, 'the new text was there')
  t.equal(killed.code, null, 'killed')
  t.equal((await readLedger(site.db)).length, before.length, 'no line of it is left')
  t.equal((await site.db('locked_values').where({ key: 'policies.terms' })).length, 1, 'and no text')
  t.equal((await findProposal(site.db, id)).state, 'passed')

  await club.wait(14)
  t.equal((await findProposal(site.db, id)).state, 'executed', 'the next one does it')
  t.equal(site.lock.valueAt<{ text: string }>('policies.terms', site.now())?.value.text, text)
  await site.lock.check()
  t.same(site.lock.breach, [])
})
