import { type Actor, isMember } from '../actor.ts'
import { conflict, forbidden } from '../errors.ts'
import { appendLine } from '../lock/ledger.ts'
import type { Site } from '../site.ts'
import { isElector } from './cast-ballot.ts'
import { daysAfter, holdProposal } from './proposal.ts'

/** Somebody who can vote does not want a change to happen by silence: from here on it takes a vote, after its time of discussion. */
export async function objectToProposal(site: Site, actor: Actor, { proposalId }: { proposalId: string }): Promise<void> {
  if (!isMember(actor)) throw forbidden('Only members object.')
  await site.db.transaction(async trx => {
    const proposal = await holdProposal(trx, proposalId)
    if (proposal.state !== 'published' || proposal.decides !== 'silence') throw conflict('There is nothing to object to any more.')
    if (!(await isElector(trx, proposalId, actor.id))) throw forbidden('Only those who can vote about it can object.')
    const now = site.now()
    await trx('proposal_electors').where({ proposalId, memberId: actor.id }).update({ objectedAt: now.toISOString() })
    const dueAt = daysAfter(proposal.publishedAt, proposal.rules.discussionDays)
    await trx('proposals').where({ id: proposalId }).update({ decides: 'ballot', dueAt })
    await appendLine(trx, { key: site.lock.key, now }, 'proposal.amended', { proposal: proposalId, decides: 'ballot' })
  })
}
