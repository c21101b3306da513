import type { Host, PluginCall, Refusal } from 'core/api'
import { ballotView, optionsView } from '../ballots/ballot-view.ts'
import { resultOf } from '../ballots/result-view.ts'
import { electionAction, electionView } from '../elections/election-view.ts'
import { listComments } from './comments.ts'
import { cardOf, stepsOf } from './proposal-view.ts'

const portion = 30
/** What one can try out before it is decided. */
const tried = new Set(['look.change-files', 'look.restore', 'theme.activate'])

/** All proposals, the newest first. */
export async function showProposals({ proposals }: Host, { input }: PluginCall): Promise<Record<string, unknown>> {
  const { after } = input as { after?: string }
  const list = await proposals.list({ limit: portion + 1, ...(after && { after }) })
  const shown = list.slice(0, portion)
  return {
    proposals: shown.map(cardOf),
    ...(list.length > portion && { nextUrl: `/governance/proposals?after=${shown.at(-1)!.id}` }),
  }
}

/** One proposal as a document: what it changes, by which rules, what happens when, and what came of it. */
export async function showProposal(host: Host, { member, input }: PluginCall): Promise<Record<string, unknown> | Refusal> {
  const { proposals } = host
  const proposal = await proposals.find(String(input.id))
  if (!proposal) return { problem: 'There is no such proposal.' }
  const { id, title, state, decides, rules, rulesClass, electors, quorum, dueAt, closedAt, settledAt } = proposal
  const [comments, lines, part, candidates] = await Promise.all([
    listComments(host, id, member?.id),
    proposals.lines(id),
    member ? proposals.partOf({ as: member.id, proposalId: id }) : undefined,
    proposal.action === electionAction ? proposals.candidates(id) : [],
  ])
  const isElector = part?.isElector === true
  const isOwn = member !== undefined && proposal.proposedBy?.id === member.id
  return {
    title,
    proposal: { ...proposal, by: proposal.proposedBy },
    steps: stepsOf(proposal),
    result: resultOf(proposal),
    rules: { ...rules, quorum, electors, isUnanimous: electors < 5, ofLocked: rulesClass !== 'ballot' },
    isDiscussed: state === 'published',
    isSilent: state === 'published' && decides === 'silence',
    isVoting: state === 'voting',
    isWaiting: state === 'passed',
    hasBallots: closedAt !== undefined,
    dueAt,
    part,
    ballot: ballotView(proposal, part?.ballot),
    options: optionsView(proposal, candidates, part?.ballot?.choice.split(',')),
    election: electionView(proposal, { candidates, readerId: member?.id, isElector }),
    isPoll: proposal.action === 'poll',
    isRanked: proposal.method === 'ranked',
    isYesNo: proposal.method === 'yes-no',
    canVote: state === 'voting' && isElector,
    canObject: state === 'published' && decides === 'silence' && isElector,
    canAmend: isOwn && state === 'published' && proposal.method === 'yes-no' && !proposal.emergency,
    canUnwant: part?.canUnwant === true,
    unwants: part?.unwants === true,
    canWithdraw: isOwn && state === 'published' && !proposal.emergency,
    isOfFiles: proposal.action === 'look.change-files',
    canTry: member !== undefined && settledAt === undefined && tried.has(proposal.action),
    why: comments.find(({ isReason }) => isReason)?.body,
    comments: comments.filter(({ isReason }) => !isReason),
    lines,
  }
}
