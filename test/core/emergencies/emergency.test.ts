import t from 'tap'
import { system } from '../../../core/actor.ts'
import { actInEmergency } from '../../../core/emergencies/act-in-emergency.ts'
import { listEmergencies } from '../../../core/emergencies/emergency.ts'
import { amendProposal } from '../../../core/proposals/amend-proposal.ts'
import { castBallot } from '../../../core/proposals/cast-ballot.ts'
import { findProposal } from '../../../core/proposals/proposal.ts'
import { linesOf } from '../../../core/proposals/proposal-lines.ts'
import { withdrawProposal } from '../../../core/proposals/withdraw-proposal.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeClub } from '../../../core/testing/make-club.ts'
import { environmentOf, tributary } from '../cli/run-command.ts'

const closeDoor = {
  action: 'settings.change',
  input: { key: 'signUp', value: 'closed' },
  title: 'Nobody joins for three days',
  reason: 'Hundreds of forged accounts within an hour.',
}

t.test('an emergency measure holds for 72 hours, is public at once, and is undone unless the members ratify it', async t => {
  const club = await makeClub(t, 6)
  const { site, members, url } = club
  const visitor = new Browser(url)
  await t.rejects(actInEmergency(site, members[1]!, closeDoor), { code: 'forbidden' })
  await t.rejects(actInEmergency(site, members[0]!, { ...closeDoor, reason: 'Spam.' }), { code: 'invalid' })
  const before = site.settings.signUp
  const { proposalId } = await actInEmergency(site, members[0]!, closeDoor)
  await t.rejects(withdrawProposal(site, members[0]!, { proposalId }), /as it was done/)
  const other = { key: 'signUp', value: 'invite' }
  await t.rejects(amendProposal(site, members[0]!, { proposalId, input: other }), /as it was done/)
  await club.wait(0)
  t.equal(site.settings.signUp, 'closed')
  t.match((await visitor.get('/')).text, /An emergency measure is in force: Nobody joins for three days/)
  t.match(await findProposal(site.db, proposalId), { state: 'voting', rules: { votingDays: 3 }, electors: 6 })
  await site.jobs.drained()
  const told: object[] = await site.db('notifications').where('about', 'like', `%proposal:${proposalId}`)
  t.equal(told.length, 6, 'everybody who can vote is told')
  await t.rejects(actInEmergency(site, members[0]!, { ...closeDoor, input: { key: 'signUp', value: 'invite' } }), /is in force/)
  for (const member of members.slice(0, 3)) await castBallot(site, member, { proposalId, choice: 'yes' })

  await club.wait(2.9)
  t.equal(site.settings.signUp, 'closed')
  await club.wait(0.1)
  t.equal(site.settings.signUp, before, 'three yes of the four that it takes')
  t.match(await listEmergencies(site.db), [{ outcome: 'undone' }])
  t.match(await findProposal(site.db, proposalId), { state: 'failed' })
  t.notMatch((await visitor.get('/')).text, /emergency measure is in force/)

  const second = await actInEmergency(site, system, closeDoor)
  await club.wait(0)
  for (const member of members) await castBallot(site, member, { proposalId: second.proposalId, choice: 'yes' })
  await club.wait(3)
  t.equal(site.settings.signUp, 'closed', 'ratified')
  t.match(await findProposal(site.db, second.proposalId), { state: 'executed' })
  t.same(
    (await linesOf(site.db, second.proposalId)).map(({ type }) => type),
    ['proposal.published', 'emergency.begun', 'proposal.opened', 'proposal.closed', 'emergency.ended'],
  )
  await t.rejects(
    actInEmergency(site, system, { ...closeDoor, input: { key: 'signUp', value: 'open' } }),
    /2 times in the last thirty days/,
  )
  await club.wait(30)
  const input = JSON.stringify({ key: 'signUp', value: 'invite' })
  const asked = ['act', 'settings.change', input, '--emergency', closeDoor.title, '--reason', closeDoor.reason] as const
  t.equal((await tributary(environmentOf(site.config), ...asked)).code, 0)
  await club.wait(0)
  t.equal(site.settings.signUp, 'invite', 'by the command line')
  await site.lock.check()
  t.same(site.lock.breach, [])
})

t.test('in an emergency nothing is done that is locked, gives a role, cannot be taken back, or needs no vote', async t => {
  const { site } = await makeClub(t, 5)
  const attempt = (action: string, input: Record<string, unknown>) => actInEmergency(site, system, { ...closeDoor, action, input })
  await t.rejects(
    attempt('policies.publish', { kind: 'terms', text: 'Everything that you write is ours.' }),
    /never changed in an emergency/,
  )
  await t.rejects(attempt('charter.change', { preset: 'steward' }), /never changed in an emergency/)
  await t.rejects(attempt('member.role', { handle: 'bob', role: 'admin' }), /not among what can be done/)
  await t.rejects(attempt('role.create', { name: 'guard', title: 'Guard', permissions: [] }), /not among what can be done/)
  await t.rejects(attempt('settings.change', { key: 'siteName', value: 'Mine' }), /no emergency/)
  await t.rejects(attempt('settings.change', { key: 'signUp', value: site.settings.signUp }), { code: 'invalid' })
  await t.rejects(attempt('nothing.atall', {}), { code: 'action-not-found' })
})

t.test('what the members changed meanwhile stays', async t => {
  const club = await makeClub(t, 5)
  const { site } = club
  await actInEmergency(site, system, closeDoor)
  await club.wait(0)
  await site.db.transaction(trx =>
    trx('settings')
      .where({ name: 'signUp' })
      .update({ value: JSON.stringify('invite') }),
  )
  await site.refresh()
  await club.wait(3)
  t.match(await listEmergencies(site.db), [{ outcome: 'left' }])
})
