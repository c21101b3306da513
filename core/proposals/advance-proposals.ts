import { hashJson } from '../lock/canonical-json.ts'
import { appendLine } from '../lock/ledger.ts'
import { countBallots } from '../lock/tally.ts'
import type { Site } from '../site.ts'
import { listBallots } from './cast-ballot.ts'
import { executeProposal, settle } from './execute-proposal.ts'
import { followStep } from './follow-step.ts'
import { daysAfter, findProposal, listProposals, type Proposal } from './proposal.ts'

/** Takes every proposal on whose time has come: opens votes, counts them, does what passed, and ends what waited too long. */
export async function advanceProposals(site: Site): Promise<void> {
  const now = site.now().toISOString()
  const open = await listProposals(site.db, { states: ['published', 'voting', 'passed'], limit: 500 })
  const due = open.filter(({ dueAt }) => dueAt !== null && dueAt <= now)
  // Who came first is done first: what comes after has to fit on top of it.
  due.sort((a, b) => (a.dueAt! + a.id < b.dueAt! + b.id ? -1 : 1))
  for (const proposal of due) {
    try {
      await advance(site, proposal)
    } catch (error) {
      site.log.error({ error, proposal: proposal.id }, 'a proposal could not be taken on, will be tried again')
    }
  }
}

async function advance(site: Site, proposal: Proposal): Promise<void> {
  if (proposal.state === 'published' && proposal.decides === 'silence') return executeProposal(site, proposal.id)
  if (proposal.state === 'published') return openVoting(site, proposal.id)
  if (proposal.state === 'voting') return closeVoting(site, proposal.id)
  return executeProposal(site, proposal.id)
}

/** Opens the vote, when everybody who can vote has been told. */
async function openVoting(site: Site, id: string): Promise<void> {
  await site.db.transaction(async trx => {
    const proposal = await findProposal(trx, id)
    if (proposal.state !== 'published' || !proposal.noticedAt) return
    const now = site.now()
    const dueAt = daysAfter(now, proposal.rules.votingDays)
    await trx('proposals').where({ id }).update({ state: 'voting', dueAt })
    await appendLine(trx, { key: site.lock.key, now }, 'proposal.opened', { proposal: id, payloadHash: proposal.payloadHash, until: dueAt })
    await followStep(site, trx, id, 'voting')
  })
}

/** Counts, publishes the ballots without their voters, and says in the ledger what they came to. */
async function closeVoting(site: Site, id: string): Promise<void> {
  await site.db.transaction(async trx => {
    const proposal = await findProposal(trx, id)
    if (proposal.state !== 'voting') return
    const now = site.now()
    await trx('ballots').where({ proposalId: id }).update({ memberId: null })
    const ballots = await listBallots(trx, id)
    const tally = countBallots(ballots, proposal.electors, proposal.rules)
    const { passed } = tally
    const state = passed ? 'passed' : 'failed'
    const dueAt = passed ? daysAfter(now, proposal.rules.lockDays) : null
    const settledAt = passed ? null : now.toISOString()
    await trx('proposals')
      .where({ id })
      .update({ state, dueAt, settledAt, closedAt: now.toISOString(), tally: JSON.stringify(tally) })
    const line = { proposal: id, payloadHash: proposal.payloadHash, tally, ballots: hashJson(ballots) }
    await appendLine(trx, { key: site.lock.key, now }, 'proposal.closed', line)
    await followStep(site, trx, id, state)
  })
  await settle(site)
}
