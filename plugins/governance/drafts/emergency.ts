import type { Host, PluginCall, RouteReply } from 'core/api'
import { maybeDraft } from './draft.ts'
import { moveDraft } from './drafts.ts'

/** Does a draft at once, for 72 hours. The members vote about keeping it. */
export async function doInEmergency(host: Host, { member, input }: PluginCall): Promise<RouteReply> {
  const draft = await maybeDraft(host, input.id)
  if (!draft || draft.memberId !== member!.id) return { problem: 'Only who wrote a draft can publish it.' }
  const { title, action, input: values } = draft
  const reason = String(input.reason)
  const { proposalId } = await host.proposals.emergency({ as: member!.id, title, action, input: values, reason })
  await moveDraft(host, { ...draft, why: reason }, proposalId)
  return {
    redirect: `/governance/proposals/${proposalId}`,
    notice: 'It is done, for 72 hours. Everybody is being told, and the members vote about keeping it.',
  }
}
