import t from 'tap'
import { system, visitor } from '../../../core/actor.ts'
import { leaveElection, standInElection } from '../../../core/elections/stand-in-election.ts'
import { openTerms } from '../../../core/elections/term.ts'
import { castBallot } from '../../../core/proposals/cast-ballot.ts'
import { findProposal, listProposals, type Proposal } from '../../../core/proposals/proposal.ts'
import { publishProposal } from '../../../core/proposals/publish-proposal.ts'
import { type Club, makeClub } from '../../../core/testing/make-club.ts'

function propose({ site, members }: Club, by: number, action: string, input: Record<string, unknown>): Promise<Proposal> {
  return publishProposal(site, members[by]!, { title: `About ${action}`, action, input, sponsors: members.map(({ id }) => id) })
}

const moderators = { role: 'moderator', seats: 2, days: 90 }

async function roleOf({ site, members }: Club, index: number): Promise<string> {
  const row: { role: string } = await site.db('members').where({ id: members[index]!.id }).first('role')
  return row.role
}

/** Lets everybody approve of the members with these numbers, and the result take effect. */
async function elect(club: Club, { id, rules }: Proposal, wanted: readonly number[], voters = club.members): Promise<Proposal> {
  const { options } = await findProposal(club.site.db, id)
  const approves = options.filter(({ memberId }) => wanted.some(index => club.members[index]!.id === memberId)).map(option => option.id)
  for (const member of voters) await castBallot(club.site, member, { proposalId: id, approves })
  await club.wait(rules.votingDays)
  await club.wait(rules.lockDays)
  return findProposal(club.site.db, id)
}

t.test('members stand, are elected, serve their term, and the next election opens in time', async t => {
  const club = await makeClub(t, 8)
  const { site, members } = club
  const [ann, bob, cem, dita, eva] = members as [never, never, never, never, never]
  await t.rejects(propose(club, 0, 'role.elect', { ...moderators, role: 'member' }), { code: 'invalid' })
  await t.rejects(site.act(system, 'role.elect', { ...moderators, elected: [members[1]!.id] }), /members decide/)
  const election = await propose(club, 0, 'role.elect', moderators)
  const { id, rules } = election
  await club.wait(0)

  await standInElection(site, bob, { proposalId: id, statement: 'I have time on weekends.' })
  await standInElection(site, bob, { proposalId: id, handle: 'cem' })
  await standInElection(site, dita, { proposalId: id })
  await standInElection(site, eva, { proposalId: id })
  await leaveElection(site, eva, { proposalId: id })
  await t.rejects(standInElection(site, visitor, { proposalId: id }), { code: 'forbidden' })
  await t.rejects(standInElection(site, ann, { proposalId: id }), /An admin would have to give up/)
  await t.rejects(standInElection(site, dita, { proposalId: id, handle: 'nobody' }), { code: 'member-not-found' })
  await site.jobs.drained()
  const asked: object[] = await site.db('notifications').where('about', 'like', `%candidacy:${id}`)
  t.equal(asked.length, 1, 'who is named is asked')
  const other = await propose(club, 5, 'role.elect', { ...moderators, role: 'admin', seats: 1 })
  await t.rejects(standInElection(site, dita, { proposalId: other.id }), /two elections at once/)

  await club.wait(rules.discussionDays)
  t.equal((await findProposal(site.db, id)).options.length, 2, 'who was only named does not stand')
  await t.rejects(standInElection(site, cem, { proposalId: id }), /settled when the vote opens/)
  t.match(await findProposal(site.db, other.id), { state: 'failed', stateReason: 'Nobody stood.' })
  t.equal((await elect(club, election, [1, 3])).state, 'executed')
  t.equal(await roleOf(club, 1), 'moderator')
  t.equal(await roleOf(club, 3), 'moderator')
  t.equal((await openTerms(site.db)).length, 2)
  const audit: object[] = await site.db('audit_log').where({ action: 'member.role', actorKind: 'executor' })
  t.equal(audit.length, 2, 'by the action that gives roles')

  await club.wait(90 - rules.discussionDays - rules.votingDays - rules.lockDays - 8)
  const open = () => listProposals(site.db, { states: ['published', 'voting'], action: 'role.elect' })
  t.equal((await open()).length, 0)
  await club.wait(2)
  const [next] = await open()
  t.match(next, { proposedBy: null, input: moderators, electors: 8 }, 'the site asks for it itself')
  await standInElection(site, bob, { proposalId: next!.id })
  await club.wait(rules.discussionDays)
  t.equal((await elect(club, next!, [1])).state, 'executed')
  t.equal(await roleOf(club, 1), 'moderator', 'elected again')
  t.equal(await roleOf(club, 3), 'member', 'not elected again')

  const recall = await propose(club, 2, 'member.role', { handle: 'bob', role: 'member' })
  t.equal(recall.electors, 8)
  await club.wait(0)
  await club.wait(rules.discussionDays)
  for (const member of members.slice(2)) await castBallot(site, member, { proposalId: recall.id, choice: 'yes' })
  await club.wait(rules.votingDays)
  await club.wait(rules.lockDays)
  t.equal(await roleOf(club, 1), 'member', 'recalled')
  t.same(await openTerms(site.db), [])
  await site.lock.check()
  t.same(site.lock.breach, [])
})

t.test('a term ends by itself when nobody is elected, but a site keeps an admin', async t => {
  const club = await makeClub(t, 6)
  const { site, members } = club
  const election = await propose(club, 0, 'role.elect', { role: 'admin', seats: 2, days: 30 })
  await standInElection(site, members[0]!, { proposalId: election.id })
  await standInElection(site, members[1]!, { proposalId: election.id })
  await club.wait(0)
  await club.wait(election.rules.discussionDays)
  t.equal((await elect(club, election, [0, 1])).state, 'executed')
  t.same([await roleOf(club, 0), await roleOf(club, 1)], ['admin', 'admin'])
  await club.wait(31)
  const roles = [await roleOf(club, 0), await roleOf(club, 1)].sort()
  t.same(roles, ['admin', 'member'], 'the last one goes on')
  t.equal((await openTerms(site.db)).length, 1)
  await site.jobs.drained()
  const told: object[] = await site.db('notifications').where('about', 'like', '%term:%')
  t.equal(told.length, 2)
  t.equal(
    (await listProposals(site.db, { states: ['published', 'voting'], action: 'role.elect' })).length,
    1,
    'and another election is open',
  )
})

t.test('nobody is elected without enough approvals, and small clubs get through', async t => {
  for (const size of [1, 2, 4]) {
    const club = await makeClub(t, size)
    const election = await propose(club, 0, 'role.elect', { role: 'admin', seats: 1, days: 365 })
    await standInElection(club.site, club.members.at(-1)!, { proposalId: election.id })
    await club.wait(0)
    await club.wait(election.rules.discussionDays)
    t.equal((await elect(club, election, [size - 1])).state, 'executed', `a club of ${size}`)
    t.equal(await roleOf(club, size - 1), 'admin')
    if (size > 1) t.equal(await roleOf(club, 0), 'member')
  }
  const club = await makeClub(t, 4)
  const election = await propose(club, 0, 'role.elect', moderators)
  await standInElection(club.site, club.members[1]!, { proposalId: election.id })
  await club.wait(0)
  await club.wait(election.rules.discussionDays)
  t.match(await elect(club, election, [1], club.members.slice(0, 3)), { state: 'failed', tally: { elected: [], quorum: 4 } })
  t.equal(await roleOf(club, 1), 'member')
})

t.test('in a small club nobody keeps a role by their own no', async t => {
  for (const [size, electors] of [
    [2, 2],
    [4, 3],
  ] as const) {
    const club = await makeClub(t, size)
    await club.site.db.transaction(trx => trx('members').where({ id: club.members[1]!.id }).update({ role: 'moderator' }))
    const recall = await propose(club, 0, 'member.role', { handle: 'bob', role: 'member' })
    t.equal(recall.electors, electors, `a club of ${size}`)
  }
})
