import type { PluginProposal } from 'core/api'
import { electionAction } from '../elections/election-view.ts'

/** A proposal as a line of a list. */
export function cardOf({
  id,
  title,
  state,
  decides,
  dueAt,
  proposedBy,
  settledAt,
  closedAt,
  actionTitle,
  action,
  emergency,
}: PluginProposal) {
  return {
    id,
    title,
    state,
    actionTitle,
    isSilent: state === 'published' && decides === 'silence',
    ...(dueAt && { dueAt }),
    ...((settledAt ?? closedAt) && { endedAt: settledAt ?? closedAt }),
    ...(proposedBy && { by: proposedBy }),
    isElection: action === electionAction,
    isPoll: action === 'poll',
    isEmergency: emergency !== undefined && emergency.endedAt === undefined,
  }
}

/** What happens when: each step with its day, and which one it is now. */
export function stepsOf({ state, decides, publishedAt, closedAt, dueAt, settledAt, rules, rulesClass }: PluginProposal): object[] {
  const day = 86_400_000
  const after = (at: string, days: number): string => new Date(Date.parse(at) + days * day).toISOString()
  const opens = state === 'published' && dueAt ? dueAt : after(publishedAt, rules.discussionDays)
  const closes = closedAt ?? (state === 'voting' && dueAt ? dueAt : after(opens, rules.votingDays))
  const takesEffect = state === 'executed' && settledAt ? settledAt : state === 'passed' && dueAt ? dueAt : after(closes, rules.lockDays)
  const place = { published: 0, voting: 1, passed: 2, executed: 4, failed: 4, void: 4, withdrawn: 4, answered: 4, undone: 4 }[state]
  if (decides === 'silence')
    return [
      { step: 'published', at: publishedAt, isDone: true },
      {
        step: 'silence',
        at: settledAt ?? dueAt ?? opens,
        isNow: state === 'published',
        isDone: state === 'executed' || state === 'undone',
      },
      ...(state === 'undone' ? [{ step: 'undone', at: settledAt ?? opens, isDone: true }] : []),
    ]
  const ended = ['failed', 'withdrawn', 'void', 'answered'].includes(state)
  const steps = [
    { step: 'published', at: publishedAt, isDone: true },
    { step: 'voting', at: opens, isNow: place === 0, isDone: place > 0 },
    { step: 'counted', at: closes, isNow: place === 1, isDone: place > 1 },
    { step: 'executed', at: takesEffect, isNow: place === 2, isDone: state === 'executed' },
  ]
  const reached = closedAt ? 3 : 1
  return [...(ended ? steps.slice(0, reached) : steps), ...(ended ? [{ step: state, at: settledAt ?? closes, isDone: true }] : [])].map(
    one => ({ ...one, ...(rulesClass === 'charter' && { isCharter: true }) }),
  )
}
