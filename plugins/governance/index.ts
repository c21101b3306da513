import type { Plugin } from 'core/api'
import { castVote } from './ballots/cast-vote.ts'
import { showDraft } from './drafts/draft-page.ts'
import { adoptDraft, discardDraft, publishDraft, saveDraft, supportDraft, unsupportDraft } from './drafts/drafts.ts'
import { doInEmergency } from './drafts/emergency.ts'
import { showPropose } from './drafts/propose-page.ts'
import { removeWay } from './drafts/ways.ts'
import { leave, stand } from './elections/candidacy-routes.ts'
import { showCharter } from './overview/charter-page.ts'
import { showOverview } from './overview/overview-page.ts'
import { commentOn, removeComment } from './proposals/comments.ts'
import { showProposal, showProposals } from './proposals/proposal-page.ts'

/** Where members decide about their site. What they decide is kept, counted and done by the core. */
export default {
  activate(host) {
    host.page('overview', call => showOverview(host, call))
    host.page('charter', call => showCharter(host, call))
    host.page('proposals', call => showProposals(host, call))
    host.page('propose', call => showPropose(host, call))
    host.page('draft', call => showDraft(host, call))
    host.page('proposal', call => showProposal(host, call))

    host.route('draft', call => saveDraft(host, call))
    host.route('support', call => supportDraft(host, call))
    host.route('unsupport', call => unsupportDraft(host, call))
    host.route('publish', call => publishDraft(host, call))
    host.route('adopt', call => adoptDraft(host, call))
    host.route('discard', call => discardDraft(host, call))
    host.route('comment', call => commentOn(host, call))
    host.route('uncomment', call => removeComment(host, call))
    host.route('vote', call => castVote(host, call))
    host.route('stand', call => stand(host, call))
    host.route('leave', call => leave(host, call))
    host.route('unway', call => removeWay(host, call))
    host.route('emergency', call => doInEmergency(host, call))
    host.route('unwant', async ({ member, input }) => {
      const proposalId = String(input.id)
      const { left } = await host.proposals.unwant({ as: member!.id, proposalId })
      const notice = left === 0 ? 'It is taken back.' : 'You want it back. When enough others do, it is taken back.'
      return { redirect: `/governance/proposals/${proposalId}`, notice }
    })
    host.route('object', async ({ member, input }) => {
      const proposalId = String(input.id)
      await host.proposals.object({ as: member!.id, proposalId })
      return { redirect: `/governance/proposals/${proposalId}`, notice: 'You objected. Now the members will vote about it.' }
    })
    host.route('withdraw', async ({ member, input }) => {
      const proposalId = String(input.id)
      await host.proposals.withdraw({ as: member!.id, proposalId })
      return { redirect: `/governance/proposals/${proposalId}`, notice: 'You withdrew it.' }
    })
  },
} satisfies Plugin
