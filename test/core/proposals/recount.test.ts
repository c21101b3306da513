import t from 'tap'
import { castBallot } from '../../../core/proposals/cast-ballot.ts'
import { publishProposal } from '../../../core/proposals/publish-proposal.ts'
import { makeClub } from '../../../core/testing/make-club.ts'
import { environmentOf, tributary } from '../cli/run-command.ts'

t.test('anybody counts a vote anew, here and from outside, and a changed ballot is noticed', async t => {
  const club = await makeClub(t, 6)
  const { site, url, members } = club
  const { id } = await publishProposal(site, members[0]!, {
    title: 'Say it clearly',
    action: 'policies.publish',
    input: { kind: 'terms', text: 'What you write is yours, and nobody sells it. The members say so.' },
    sponsors: members.map(member => member.id),
  })
  await club.wait(0)
  await club.wait(14)
  for (const [index, member] of members.entries()) await castBallot(site, member, { proposalId: id, choice: index < 5 ? 'yes' : 'no' })
  const env = environmentOf(site.config)
  const early = await tributary(env, 'governance', 'recount', id)
  t.not(early.code, 0)
  t.match(early.problems + early.out, /No such result yet/, 'nobody counts before it closes')

  await club.wait(14)
  const address = `${url}/governance/proposals/${id}`
  for (const named of [id, address]) {
    const ran = await tributary(env, 'governance', 'recount', named)
    t.equal(ran.code, 0, ran.problems)
    t.match(ran.out, /5 yes, 1 no, 0 abstained, of 6 who could vote; 4 yes were needed: passed\.[\s\S]*those of the ledger/)
  }
  await site.db.transaction(trx => trx('ballots').where({ proposalId: id, choice: 'no' }).update({ choice: 'abstain' }))
  const forged = JSON.parse((await tributary(env, 'governance', 'recount', address, '--json')).out) as object
  t.match(forged, { ok: false, problems: [/do not come to the result/, /not those that stand in the ledger/] })
  await club.wait(14)
  t.match(await site.db('proposals').where({ id }).first('state', 'stateReason'), { state: 'void', stateReason: /ballots are not those/ })
})
