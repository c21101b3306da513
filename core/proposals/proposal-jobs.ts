import type { Site } from '../site.ts'
import { noticeProposal } from './notice-proposal.ts'
import type { ProposalState } from './proposal.ts'

/** Work about proposals that takes a while. */
export function handleProposalJobs(site: Site): void {
  site.jobs.handle('notice-proposal', async input => {
    const { id, state } = input as { id: string; state?: ProposalState }
    await noticeProposal(site, id, state)
  })
}
