import type { Knex } from 'knex'
import { hashOptions } from '../ballots/ballot.ts'
import { countVote } from '../ballots/count-vote.ts'
import { candidatesFor } from '../elections/candidacy.ts'
import { electionAction } from '../elections/elect-members.ts'
import { maybeEmergencyOf } from '../emergencies/emergency.ts'
import { endDueEmergencies, ratify } from '../emergencies/end-emergency.ts'
import { hashJson } from '../lock/canonical-json.ts'
import { appendLine } from '../lock/ledger.ts'
import type { Site } from '../site.ts'
import { listBallots } from './cast-ballot.ts'
import { executeProposal, settle } from './execute-proposal.ts'
import { followStep } from './follow-step.ts'
import { pollAction } from './poll.ts'
import { daysAfter, holdProposal, listProposals, type Proposal, type ProposalState } from './proposal.ts'

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
  await endDueEmergencies(site)
}

async function advance(site: Site, proposal: Proposal): Promise<void> {
  if (proposal.state === 'published' && proposal.decides === 'silence') return endSilence(site, proposal.id)
  if (proposal.state === 'published') return openVoting(site, proposal.id)
  if (proposal.state === 'voting') return closeVoting(site, proposal.id)
  return executeProposal(site, proposal.id)
}

/** Nobody objected. While the plugin is off with which they would, nobody could: the time for it begins anew. */
async function endSilence(site: Site, id: string): Promise<void> {
  if (site.registry.plugins.has('governance')) return executeProposal(site, id)
  const dueAt = daysAfter(site.now(), site.lock.charter.silenceHours / 24)
  await site.db.transaction(trx => trx('proposals').where({ id, state: 'published', decides: 'silence' }).update({ dueAt }))
}

/** Opens the vote, when everybody who can vote has been told. From here on it stands fast what, or who, can be voted for. */
async function openVoting(site: Site, id: string): Promise<void> {
  await site.db.transaction(async trx => {
    const proposal = await holdProposal(trx, id)
    if (proposal.state !== 'published' || !proposal.noticedAt) return
    const { action, payloadHash, method, rules } = proposal
    const now = site.now()
    const options = action === electionAction ? await candidatesFor(trx, id) : proposal.options
    if (method !== 'yes-no' && options.length === 0) return endWithoutCandidates(site, trx, proposal)
    const dueAt = (await maybeEmergencyOf(trx, id))?.endsAt ?? daysAfter(now, rules.votingDays)
    const frozen = options.length === 0 ? {} : { options: JSON.stringify(options) }
    await trx('proposals')
      .where({ id })
      .update({ state: 'voting', dueAt, ...frozen })
    const line = { proposal: id, payloadHash, until: dueAt, ...(options.length > 0 && { options: hashOptions(options) }) }
    await appendLine(trx, { key: site.lock.key, now }, 'proposal.opened', line)
    await followStep(site, trx, id, 'voting')
  })
}

async function endWithoutCandidates(site: Site, trx: Knex.Transaction, { id, payloadHash }: Proposal): Promise<void> {
  const now = site.now()
  const settledAt = now.toISOString()
  await trx('proposals').where({ id }).update({ state: 'failed', stateReason: 'Nobody stood.', dueAt: null, settledAt })
  await appendLine(trx, { key: site.lock.key, now }, 'proposal.void', { proposal: id, payloadHash, reason: 'Nobody stood.' })
  await followStep(site, trx, id, 'failed')
}

/** Counts, publishes the ballots without their voters, and says in the ledger what they came to. */
async function closeVoting(site: Site, id: string): Promise<void> {
  await site.db.transaction(async trx => {
    const proposal = await holdProposal(trx, id)
    if (proposal.state !== 'voting') return
    const now = site.now()
    await trx('ballots').where({ proposalId: id }).update({ memberId: null })
    const ballots = await listBallots(trx, id)
    const tally = countVote(ballots, proposal)
    const state = await stateAfter(trx, proposal, tally.passed)
    const dueAt = state === 'passed' ? daysAfter(now, proposal.rules.lockDays) : null
    const settledAt = state === 'passed' ? null : now.toISOString()
    await trx('proposals')
      .where({ id })
      .update({ state, dueAt, settledAt, closedAt: now.toISOString(), tally: JSON.stringify(tally) })
    const line = { proposal: id, payloadHash: proposal.payloadHash, tally, ballots: hashJson(ballots) }
    await appendLine(trx, { key: site.lock.key, now }, 'proposal.closed', line)
    if (state === 'executed') await ratify(site, trx, proposal)
    await followStep(site, trx, id, state)
  })
  await settle(site)
}

/** What was done in an emergency is there already; a question is only answered. */
async function stateAfter(trx: Knex.Transaction, { id, action }: Proposal, passed: boolean): Promise<ProposalState> {
  if (action === pollAction) return 'answered'
  if (!passed) return 'failed'
  return (await maybeEmergencyOf(trx, id)) ? 'executed' : 'passed'
}
