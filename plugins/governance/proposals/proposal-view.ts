import type { PluginProposal } from 'core/api'

/** A proposal as a line of a list. */
export function cardOf({ id, title, state, decides, dueAt, proposedBy, settledAt, closedAt, actionTitle, tally }: PluginProposal) {
  return {
    id,
    title,
    state,
    actionTitle,
    isSilent: state === 'published' && decides === 'silence',
    ...(dueAt && { dueAt }),
    ...((settledAt ?? closedAt) && { endedAt: settledAt ?? closedAt }),
    ...(proposedBy && { by: proposedBy }),
    ...(tally && !('method' in tally) && { yes: tally.yes, no: tally.no, abstain: tally.abstain }),
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
      { step: 'silence', at: settledAt ?? dueAt ?? opens, isNow: state === 'published', isDone: state === 'executed' },
    ]
  const ended = state === 'failed' || state === 'withdrawn' || state === 'void'
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

/** The result as shares of what was cast for or against, for the bar, and of who could vote. */
export function resultOf({ tally, rules }: Pick<PluginProposal, 'tally' | 'rules'>): object | undefined {
  if (!tally || 'method' in tally) return undefined
  const { yes, no, abstain, electors, quorum } = tally
  const decided = yes + no
  const need = { half: 50, 'two thirds': 66.7, 'three quarters': 75 }[rules.threshold]
  const percent = (part: number, whole: number): number => (whole === 0 ? 0 : Math.round((1000 * part) / whole) / 10)
  return {
    ...tally,
    cast: yes + no + abstain,
    turnout: percent(yes + no + abstain, electors),
    yesShare: percent(yes, decided),
    noShare: percent(no, decided),
    need,
    hasQuorum: yes >= quorum,
  }
}
