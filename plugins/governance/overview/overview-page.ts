import type { Host, PluginCall, PluginTerm } from 'core/api'
import { cardOf } from '../proposals/proposal-view.ts'
import { standingView } from './standing-view.ts'
import { turnoutChart } from './turnout-chart.ts'

const shown = 8

/** What is open, what was decided, how to take part, and whether the reader can. */
export async function showOverview(host: Host, { member }: PluginCall): Promise<Record<string, unknown>> {
  const { proposals, data } = host
  const [open, decided, rules, drafts, terms, emergencies] = await Promise.all([
    proposals.list({ states: ['voting', 'published', 'passed'], limit: 50 }),
    proposals.list({ states: ['executed', 'failed', 'void', 'withdrawn', 'answered', 'undone'], limit: 40 }),
    proposals.rules(),
    member ? data.drafts!.list({ limit: 10 }) : [],
    proposals.terms(),
    proposals.emergencies({ inForce: true }),
  ])
  const of = (state: string) => open.filter(one => one.state === state).map(cardOf)
  return {
    voting: of('voting'),
    discussed: of('published').filter(({ isElection }) => !isElection),
    elections: of('published').filter(({ isElection }) => isElection),
    emergencies: emergencies.map(one => ({ ...one, title: open.find(({ id }) => id === one.proposalId)?.title ?? one.summary })),
    roles: rolesOf(terms),
    hasMail: rules.hasMail,
    waiting: of('passed'),
    isQuiet: open.length === 0,
    decided: decided.slice(0, shown).map(cardOf),
    hasMore: decided.length > shown,
    drafts: drafts.map(({ id, title }) => ({ id, title })),
    founding: rules.founding,
    head: rules.head,
    keys: rules.keys.map(key => ({ ...key, isLost: key.how === 'replaced' })),
    classes: rules.classes,
    silenceHours: rules.silenceHours,
    ...turnoutChart(decided),
    ...(member && { standing: standingView(await proposals.standing({ as: member.id })) }),
  }
}

/** Who was elected, role by role. */
function rolesOf(terms: readonly PluginTerm[]): object[] {
  return [...Map.groupBy(terms, ({ roleTitle }) => roleTitle)].map(([title, list]) => ({ title, terms: list }))
}
