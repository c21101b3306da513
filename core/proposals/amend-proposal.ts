import type { Static } from 'typebox'
import type { Actor } from '../actor.ts'
import { conflict, forbidden, invalid } from '../errors.ts'
import { readInput } from '../http/schema.ts'
import { Type } from '../http/type.ts'
import { hashJson } from '../lock/canonical-json.ts'
import { ballotClassOf } from '../lock/charter.ts'
import { payloadHash } from '../lock/execution.ts'
import { decidesWhenProposed } from '../lock/initiative.ts'
import { appendLine } from '../lock/ledger.ts'
import { membersDecide } from '../lock/under-lock.ts'
import type { Site } from '../site.ts'
import { daysAfter, findProposal, type Proposal } from './proposal.ts'
import { proposable } from './publish-proposal.ts'
import { rehearse } from './rehearse.ts'
import { rulesFor } from './rules-for.ts'

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
  const action = proposable(site, proposal.action)
  const input = readInput(action.input, raw) as Record<string, unknown>
  const hash = payloadHash(action.name, input)
  if (hash === proposal.payloadHash) throw invalid({ input: 'This is what it says already.' })
  const decides = decidesWhenProposed(site, action, input)
  const rulesClass = ballotClassOf(action.name, decides)
  const isSame = rulesClass === proposal.rulesClass && membersDecide(decides)
  if (!isSame || hashJson(rulesFor(site.lock.charter, rulesClass, input)) !== hashJson(proposal.rules))
    throw conflict('Other rules hold for what it would be then. Withdraw it and propose it anew.')
  const changes = await rehearse(site, action, input)
  if (changes.length === 0) throw invalid({ input: 'This changes nothing: it is so already.' })
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
