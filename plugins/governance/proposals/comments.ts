import type { Host, PluginCall, RouteReply } from 'core/api'

const most = 500

interface CommentView {
  id: string
  body: string
  createdAt: string
  by?: { name: string; handle: string }
  isOwn?: boolean
  /** What its author said about the proposal when publishing it. */
  isReason?: boolean
}

/** What members said about a proposal or a draft, the oldest first. */
export async function listComments({ data, members }: Host, about: string, reader?: string): Promise<CommentView[]> {
  const rows = await data.comments!.list({ where: { about }, order: 'oldest', limit: most })
  const ids = [...new Set(rows.flatMap(({ memberId }) => (memberId ? [String(memberId)] : [])))]
  const people = new Map(await Promise.all(ids.map(async id => [id, await members.find(id)] as const)))
  return rows.map(({ id, body, createdAt, memberId, isReason }) => {
    const by = memberId ? people.get(String(memberId)) : undefined
    return {
      id,
      body: String(body),
      createdAt,
      ...(by && { by }),
      ...(memberId === reader && { isOwn: true }),
      ...(isReason === true && { isReason }),
    }
  })
}

/** A member says something about a proposal. */
export async function commentOn(host: Host, { member, input }: PluginCall): Promise<RouteReply> {
  const { id, body } = input as { id: string; body: string }
  const proposal = await host.proposals.find(id)
  const draft = proposal ? undefined : await host.data.drafts!.get(id)
  if (!proposal && !draft) return { problem: 'There is no such proposal.' }
  const { id: commentId } = await host.data.comments!.insert({ about: id, memberId: member!.id, body })
  const to = proposal?.proposedBy?.id ?? (draft?.memberId as string | undefined)
  const title = proposal?.title ?? String(draft?.title)
  const url = proposal ? `/governance/proposals/${id}` : `/governance/drafts/${id}`
  if (to && to !== member!.id) await host.notify({ to, kind: 'commented', about: commentId, values: { name: member!.name, title }, url })
  return { redirect: `${url}#comment-${commentId}` }
}

/** Takes one's own comment away. */
export async function removeComment({ data }: Host, { member, input }: PluginCall): Promise<RouteReply> {
  const comment = await data.comments!.get(String(input.id))
  if (!comment || comment.memberId !== member!.id) return { problem: 'You can remove only comments of your own.' }
  await data.comments!.remove(comment.id)
  return { notice: 'Your comment is removed.' }
}
