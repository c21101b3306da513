import type { Knex } from 'knex'
import { bumpVersion } from '../config/settings-store.ts'
import type { Site } from '../site.ts'
import type { ProposalState } from './proposal.ts'

/** What follows when a proposal goes on, in the transaction that lets it: the event, the notifications, and the line on top of every page. */
export async function followStep(site: Site, trx: Knex.Transaction, proposalId: string, state: ProposalState): Promise<void> {
  await site.announce(trx, 'proposal.advanced', { proposalId, state })
  if (state !== 'withdrawn')
    await site.jobs.add(trx, 'notice-proposal', { id: proposalId, state }, { key: `notice-proposal:${proposalId}:${state}` })
  await bumpVersion(trx, 'board')
}
