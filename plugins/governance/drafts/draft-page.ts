import type { Host, PluginCall, PluginRehearsal, Refusal } from 'core/api'
import { electionAction } from '../elections/election-view.ts'
import { listComments } from '../proposals/comments.ts'
import { askedOf, type Draft, maybeDraft, sponsorsOf } from './draft.ts'
import { decidedByMembers } from './propose-page.ts'
import { problemsOf } from './refused.ts'
import { waysOf } from './ways.ts'

/** More nobody reads. */
const mostWays = 8

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
  const ways = waysOf(draft)
  const { method } = rehearsal
  const isVoted = decidedByMembers.includes(rehearsal.decides)
  return {
    ...view,
    rehearsal,
    isVoted,
    isSilent: rehearsal.decides === 'silence',
    ...(action === 'look.change-files' && { patch: given.patch }),
    isRanked: method === 'ranked',
    isElection: action === electionAction,
    isPoll: action === 'poll',
    ways: rehearsal.options.map((option, index) => ({ ...option, index, title: ways[index]?.title ?? option.title })),
    canAddWay: isOwn && isVoted && method !== 'approval' && !rehearsal.canDo && ways.length < mostWays,
    canEmergency: isOwn && method === 'yes-no' && rehearsal.canEmergency === true,
    isUnanimous: rehearsal.electors < 5,
    left,
    canPublish: isVoted && isOwn && left === 0,
    canSupport: isVoted && !isOwn && !view.supports && able,
    isTooNew: isVoted && isOwn && !able,
  }
}

async function rehearse({ proposals }: Host, draft: Draft, as: string): Promise<PluginRehearsal | { problem: string }> {
  try {
    const found = await proposals.rehearse({ ...askedOf(draft), as })
    return found.changes.length === 0 && found.method === 'yes-no' ? { problem: 'This changes nothing: it is so already.' } : found
  } catch (error) {
    return { problem: Object.values(problemsOf(error)).join(' ') }
  }
}
