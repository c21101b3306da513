import type { Host, PluginCall } from 'core/api'
import { cardOf } from '../proposals/proposal-view.ts'
import { standingView } from './standing-view.ts'
import { turnoutChart } from './turnout-chart.ts'

const shown = 8

/** What is open, what was decided, how to take part, and whether the reader can. */
export async function showOverview(host: Host, { member }: PluginCall): Promise<Record<string, unknown>> {
  const { proposals, data } = host
  const [open, decided, rules, drafts] = await Promise.all([
    proposals.list({ states: ['voting', 'published', 'passed'], limit: 50 }),
    proposals.list({ states: ['executed', 'failed', 'void', 'withdrawn'], limit: 40 }),
    proposals.rules(),
    member ? data.drafts!.list({ limit: 10 }) : [],
  ])
  const of = (state: string) => open.filter(one => one.state === state).map(cardOf)
  return {
    voting: of('voting'),
    discussed: of('published'),
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
