import { type Actor, isMember } from '../actor.ts'
import { checkNoEmergency } from '../emergencies/emergency.ts'
import { conflict, forbidden } from '../errors.ts'
import { appendLine } from '../lock/ledger.ts'
import type { Site } from '../site.ts'
import { followStep } from './follow-step.ts'
import { findProposal } from './proposal.ts'

/** Takes a proposal back while it is being discussed. What is being voted about belongs to the voters. */
export async function withdrawProposal(site: Site, actor: Actor, { proposalId }: { proposalId: string }): Promise<void> {
  const proposal = await findProposal(site.db, proposalId)
  if (!isMember(actor) || actor.id !== proposal.proposedBy) throw forbidden('Only who proposed it can withdraw it.')
  await checkNoEmergency(site.db, proposalId)
  const now = site.now()
  await site.db.transaction(async trx => {
    const changed = await trx('proposals')
      .where({ id: proposalId, state: 'published' })
      .update({ state: 'withdrawn', dueAt: null, settledAt: now.toISOString() })
    if (changed === 0) throw conflict('It can be withdrawn while it is being discussed, and not after that.')
    await appendLine(trx, { key: site.lock.key, now }, 'proposal.withdrawn', { proposal: proposalId, payloadHash: proposal.payloadHash })
    await followStep(site, trx, proposalId, 'withdrawn')
  })
  await site.refresh()
}
