import type { Host, PluginCall, PluginRehearsal, Refusal } from 'core/api'
import { listComments } from '../proposals/comments.ts'
import { maybeDraft, sponsorsOf } from './draft.ts'
import { decidedByMembers } from './propose-page.ts'
import { problemsOf } from './refused.ts'

/** A draft as it would be put to the members, and who supports it. */
export async function showDraft(host: Host, { member, input }: PluginCall): Promise<Record<string, unknown> | Refusal> {
  const draft = await maybeDraft(host, input.id)
  if (!draft) return { problem: 'There is no such draft. Perhaps it was published or discarded.' }
  const { proposals, members } = host
  const ids = await sponsorsOf(host, draft)
  const [people, comments, known, standing] = await Promise.all([
    Promise.all(ids.map(id => members.find(id))),
    listComments(host, draft.id, member?.id),
    proposals.actions(),
    proposals.standing({ as: member!.id }),
  ])
  const isOwn = draft.memberId === member?.id
  const view = {
    title: draft.title,
    draft: { ...draft, by: people[0], actionTitle: known.find(({ name }) => name === draft.action)?.title ?? draft.action },
    people: people.filter(Boolean),
    comments,
    isOwn,
    supports: !isOwn && ids.includes(member!.id),
  }
  const rehearsal = await rehearse(host, draft, member!.id)
  if ('problem' in rehearsal) return { ...view, cannot: rehearsal.problem }
  const able = standing.some(one => one.ballotClass === rehearsal.rulesClass && one.can)
  const left = Math.max(0, rehearsal.sponsors - ids.length)
  const { action, input: given } = draft
  const isVoted = decidedByMembers.includes(rehearsal.decides)
  return {
    ...view,
    rehearsal,
    isVoted,
    isSilent: rehearsal.decides === 'silence',
    ...(action === 'look.change-files' && { patch: given.patch }),
    isUnanimous: rehearsal.electors < 5,
    left,
    canPublish: isVoted && isOwn && left === 0,
    canSupport: isVoted && !isOwn && !view.supports && able,
    isTooNew: isVoted && isOwn && !able,
  }
}

async function rehearse(
  { proposals }: Host,
  { action, input }: { action: string; input: Record<string, unknown> },
  as: string,
): Promise<PluginRehearsal | { problem: string }> {
  try {
    const found = await proposals.rehearse({ action, input, as })
    return found.changes.length === 0 ? { problem: 'This changes nothing: it is so already.' } : found
  } catch (error) {
    return { problem: Object.values(problemsOf(error)).join(' ') }
  }
}
