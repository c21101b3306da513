import type { Static } from 'typebox'
import type { Actor } from '../actor.ts'
import { checkNoEmergency } from '../emergencies/emergency.ts'
import { conflict, forbidden, invalid } from '../errors.ts'
import { readInput } from '../http/schema.ts'
import { Type } from '../http/type.ts'
import { hashJson } from '../lock/canonical-json.ts'
import { appendLine } from '../lock/ledger.ts'
import type { Site } from '../site.ts'
import { payloadHashOf } from './payload.ts'
import { daysAfter, findProposal, type Proposal } from './proposal.ts'
import { checkForMembers, readProposed } from './read-proposed.ts'

export const amendProposalInput = Type.Object({
  proposalId: Type.String({ maxLength: 36 }),
  input: Type.Record(Type.String(), Type.Unknown()),
})
export type AmendProposalInput = Static<typeof amendProposalInput>

/** Changes what is proposed while it is being discussed. The discussion goes on for its whole time, at most for twice as long as it would have. */
export async function amendProposal(site: Site, actor: Actor, given: AmendProposalInput): Promise<Proposal> {
  const { proposalId, input: raw } = readInput(amendProposalInput, given)
  const proposal = await findProposal(site.db, proposalId)
  if (actor.id === undefined || actor.id !== proposal.proposedBy) throw forbidden('Only who proposed it can amend it.')
  if (proposal.method !== 'yes-no') throw conflict('What is to be chosen from stands fast. Withdraw it and propose it anew.')
  await checkNoEmergency(site.db, proposalId)
  const proposed = await readProposed(site, { action: proposal.action, input: raw })
  checkForMembers(proposed)
  const { input, changes } = proposed
  const hash = payloadHashOf({ ...proposal, input })
  if (hash === proposal.payloadHash) throw invalid({ input: 'This is what it says already.' })
  const isSame = proposed.rulesClass === proposal.rulesClass
  if (!isSame || hashJson(proposed.rules) !== hashJson(proposal.rules))
    throw conflict('Other rules hold for what it would be then. Withdraw it and propose it anew.')
  const now = site.now()
  const longest = daysAfter(proposal.publishedAt, 2 * proposal.rules.discussionDays)
  const anew = daysAfter(now, proposal.decides === 'silence' ? site.lock.charter.silenceHours / 24 : proposal.rules.discussionDays)
  await site.db.transaction(async trx => {
    const amended = await trx('proposals')
      .where({ id: proposalId, state: 'published' })
      .update({
        input: JSON.stringify(input),
        changes: JSON.stringify(changes),
        payloadHash: hash,
        amendments: proposal.amendments + 1,
        dueAt: anew < longest ? anew : longest,
      })
    if (amended === 0) throw conflict('What is being voted about stands fast.')
    await appendLine(trx, { key: site.lock.key, now }, 'proposal.amended', { proposal: proposalId, payloadHash: hash })
  })
  return findProposal(site.db, proposalId)
}
