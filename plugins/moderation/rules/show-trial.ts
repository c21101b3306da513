import type { Block } from 'core/api'
import type { World } from '../moderation.ts'
import type { Rule } from './rule.ts'
import type { Trial, TrialOutcome } from './try-rule.ts'

/** What came of the latest trial of a rule. */
export async function showTrial({ tables }: World, name: string): Promise<Block[]> {
  const trials: Trial[] = await tables<Trial>('moderation_trials').orderBy('createdAt', 'desc').limit(30)
  const trial = trials.find(one => (JSON.parse(one.rule) as Rule).name === name)
  if (!trial) return []
  if (!trial.outcome) return [{ type: 'notice', state: 'warning', text: 'It is being tried. Load the page again in a moment.' }]
  const { looked, hits, members, days, examples, isCut } = JSON.parse(trial.outcome) as TrialOutcome
  return [
    {
      type: 'numbers',
      numbers: [
        { label: `Looked at, in ${trial.days} days`, value: looked },
        { label: 'Would have found', value: hits },
        { label: 'Of members', value: members },
      ],
    },
    ...(isCut
      ? [{ type: 'notice', state: 'warning', text: 'There was more than it looks at: these are the first of them.' } as Block]
      : []),
    {
      type: 'chart',
      title: 'Would have found, by day',
      points: Object.entries(days)
        .sort()
        .map(([label, value]) => ({ label, value })),
    },
    {
      type: 'table',
      columns: ['Example', 'By', 'Why'],
      rows: examples.map(({ url, handle, text, why }) => [
        { text: text || '(no text)', url },
        handle ? `@${handle}` : '',
        why.slice(0, 200),
      ]),
      empty: 'It would not have found anything.',
    },
  ]
}
