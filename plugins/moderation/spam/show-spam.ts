import type { Block, PluginCall, Refusal } from 'core/api'
import { asker, type World } from '../moderation.ts'
import { agreement, countHits, hitsByDay } from '../rules/hits.ts'
import { countLessons, everything, filterName, readFilter } from './spam-filter.ts'

/** How the spam filter does, what it learned, and how it is set. */
export async function showSpam(world: World): Promise<Block[]> {
  const filter = await readFilter(world)
  const [lessons, counts, days, signs] = await Promise.all([
    countLessons(world),
    countHits(world, filterName),
    hitsByDay(world, filterName),
    loudestSigns(world),
  ])
  const count = counts.get(filterName) ?? { hits: 0, decided: 0, agreed: 0 }
  const missing = Math.max(0, filter.least - lessons.spam) + Math.max(0, filter.least - lessons.kept)
  return [
    {
      type: 'text',
      text: 'The filter learns from what moderators decide: what they remove by the rule about spam, and what they keep. It looks at words, at where links lead, and at how new the member is, in any language. What it finds is held until somebody has read it; in shadow it is only counted.',
    },
    missing > 0
      ? {
          type: 'notice',
          state: 'warning',
          text: `It still learns: it says nothing before it has seen ${filter.least} removed and ${filter.least} kept.`,
        }
      : {
          type: 'notice',
          state: 'good',
          text: filter.mode === 'on' ? 'It holds what it finds.' : 'It is ready, and counts what it would hold.',
        },
    {
      type: 'numbers',
      numbers: [
        { label: 'Learned from spam', value: lessons.spam },
        { label: 'Learned from what was kept', value: lessons.kept },
        { label: 'Found in 30 days', value: count.hits },
        { label: 'Moderators agreed', value: agreement(count) },
      ],
    },
    { type: 'chart', title: 'Found in the last thirty days', points: days },
    {
      type: 'table',
      columns: ['Sign', 'In spam', 'In what was kept'],
      rows: signs.map(({ token, spam, kept }) => [token, spam, kept]),
      empty: 'It has not learned anything yet.',
    },
    { type: 'form', id: 'set', schema, values: { ...filter }, button: 'Save' },
  ]
}

const schema = {
  type: 'object',
  properties: {
    mode: {
      title: 'What it does',
      anyOf: [
        { const: 'shadow', title: 'Counts what it would hold' },
        { const: 'on', title: 'Holds what it finds' },
        { const: 'off', title: 'Nothing, and learns nothing' },
      ],
      default: 'shadow',
    },
    threshold: {
      type: 'integer',
      title: 'Per cent from which something is spam',
      description: 'Higher finds less and errs less.',
      minimum: 60,
      maximum: 100,
      default: 90,
    },
    least: {
      type: 'integer',
      title: 'Decisions of each kind before it says anything',
      minimum: 10,
      maximum: 1000,
      default: 30,
    },
    rule: {
      type: 'integer',
      title: 'Number of the community rule about spam',
      minimum: 1,
      maximum: 999,
      default: 7,
    },
    why: {
      type: 'string',
      title: 'Why',
      description: 'Stands in the audit log, and in the public log when it is switched.',
      maxLength: 300,
    },
  },
}

function loudestSigns({ tables }: World): Promise<{ token: string; spam: number; kept: number }[]> {
  return tables('moderation_tokens')
    .where('spam', '>', 2)
    .whereNot({ token: everything })
    .orderByRaw('spam - 3 * kept desc, token')
    .limit(15)
    .select('token', 'spam', 'kept') as never
}

/** Takes the form of the page. */
export async function submitSpam(world: World, call: PluginCall): Promise<string | Refusal> {
  const { why = '', ...input } = call.input as Record<string, unknown> & { why?: string }
  if (!why.trim()) return { problems: { why: 'Say why. The reason stands in the moderation log.' } }
  await world.host.act('moderation.set-spam-filter', input, { as: asker(call).id, reason: why })
  return 'Saved.'
}
