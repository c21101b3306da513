import type { Host, PluginCall, RouteReply } from 'core/api'

/** Stands in an election, or names somebody who is asked. */
export async function stand({ proposals }: Host, { member, input }: PluginCall): Promise<RouteReply> {
  const { id, handle, statement } = input as { id: string; handle?: string; statement?: string }
  const named = handle?.trim()
  await proposals.stand({ as: member!.id, proposalId: id, ...(named && { handle: named }), ...(statement && { statement }) })
  return {
    redirect: `/governance/proposals/${id}#candidates`,
    notice: named ? 'They are asked whether they want to stand.' : 'You stand. Until the vote opens you can change your mind.',
  }
}

/** Stands no longer, or does not want to. */
export async function leave({ proposals }: Host, { member, input }: PluginCall): Promise<RouteReply> {
  const proposalId = String(input.id)
  await proposals.leave({ as: member!.id, proposalId })
  return { redirect: `/governance/proposals/${proposalId}#candidates`, notice: 'You do not stand.' }
}
