import type { Knex } from 'knex'
import { bumpVersion } from '../config/settings-store.ts'
import { appendLine } from '../lock/ledger.ts'
import { followStep } from '../proposals/follow-step.ts'
import type { Proposal } from '../proposals/proposal.ts'
import { takeBack } from '../proposals/take-back.ts'
import type { Site } from '../site.ts'
import type { Emergency } from './emergency.ts'

/** The members want to keep what was done in an emergency: it stays. */
export async function ratify(site: Site, trx: Knex.Transaction, { id: proposalId }: Proposal): Promise<void> {
  await writeEnd(site, trx, { proposalId, outcome: 'ratified' })
}

/** Undoes what was done in an emergency and not ratified in time. After the votes are closed. */
export async function endDueEmergencies(site: Site): Promise<void> {
  const now = site.now().toISOString()
  const due: Emergency[] = await site.db('emergencies').whereNull('endedAt').where('endsAt', '<=', now).orderBy('endsAt').select('*')
  for (const { auditId, proposalId } of due) {
    try {
      const outcome = await takeBack(site, auditId, { proposalId, reason: 'An emergency measure that the members did not ratify.' })
      await site.db.transaction(async trx => {
        await writeEnd(site, trx, { proposalId, outcome })
        await endProposal(site, trx, proposalId)
      })
      await site.refresh()
    } catch (error) {
      site.log.error({ error, proposal: proposalId }, 'an emergency measure could not be undone, will be tried again')
    }
  }
}

async function writeEnd(
  site: Site,
  trx: Knex.Transaction,
  { proposalId, outcome }: { proposalId: string; outcome: 'ratified' | 'undone' | 'left' },
): Promise<void> {
  const now = site.now()
  const ended = await trx('emergencies').where({ proposalId }).whereNull('endedAt').update({ endedAt: now.toISOString(), outcome })
  if (ended === 0) return
  await appendLine(trx, { key: site.lock.key, now }, 'emergency.ended', { proposal: proposalId, outcome })
  await bumpVersion(trx, 'board')
}

/** A vote that never began, because not everybody could be told in time, ratifies nothing. */
async function endProposal(site: Site, trx: Knex.Transaction, id: string): Promise<void> {
  const ended = await trx('proposals')
    .where({ id })
    .whereIn('state', ['published', 'voting'])
    .update({ state: 'failed', stateReason: 'The vote did not begin in time.', dueAt: null, settledAt: site.now().toISOString() })
  if (ended > 0) await followStep(site, trx, id, 'failed')
}
