import type { Host, PluginCall, RouteReply } from 'core/api'

/** Puts a ballot into the box: a word, places (`rank-2`) or approvals (`approve-2`). */
export async function castVote({ proposals }: Host, { member, input }: PluginCall): Promise<RouteReply> {
  const { id, choice, approval, ...marks } = input as Record<string, string>
  const chosen = (prefix: string): [string, string][] =>
    Object.entries(marks).flatMap(([name, value]) => (name.startsWith(prefix) && value ? [[name.slice(prefix.length), value]] : []))
  const ranks = Object.fromEntries(chosen('rank-').map(([option, place]) => [option, Number(place)]))
  await proposals.vote({
    as: member!.id,
    proposalId: id!,
    ...(choice && { choice: choice as 'yes' | 'no' | 'abstain' }),
    ...(!choice && !approval && { ranks }),
    ...(approval && { approves: chosen('approve-').map(([option]) => option) }),
  })
  return { redirect: `/governance/proposals/${id}#vote`, notice: 'Your ballot is in the box. You can change it until the vote closes.' }
}
