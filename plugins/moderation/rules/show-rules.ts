import type { Block, PluginCall, Refusal } from 'core/api'
import { asker, inDays, queueUrl, type World } from '../moderation.ts'
import { agreement, countHits, hitsByDay, type LatestHit, latestHits } from './hits.ts'
import { listRules, type Rule, ruleSchema } from './rule.ts'
import { showTrial } from './show-trial.ts'
import { beginTrial } from './try-rule.ts'

const page = '/admin/plugin-page?plugin=moderation&page=rules'
const aboutWords: Record<string, string> = {
  entry: 'entries',
  comment: 'comments',
  imported: 'imported entries',
  profile: 'profiles',
  'sign-up': 'sign-ups',
}
const outcomeWords: Record<string, string> = { hold: 'hold', label: 'label', limit: 'limit', report: 'report', shadow: 'counted only' }
const modeWords: Record<string, string> = { shadow: 'In shadow: counts only', on: 'On', off: 'Off' }

/** The automatic rules, or one of them. */
export async function showRules(world: World, { input }: PluginCall): Promise<Block[]> {
  const name = typeof input.rule === 'string' ? input.rule : undefined
  if (input.new) return [...introduction, await ruleForm(world, { lead: 'A new rule begins in shadow, where it only counts.' })]
  const rules = await listRules(world)
  const rule = rules.find(one => one.name === name)
  if (rule) return showRule(world, rule)
  return showList(world, rules)
}

const introduction: Block[] = [
  {
    type: 'text',
    text: 'Rules point moderators at things. They can hold something until somebody has read it, put a warning before it, limit its author for some days, or report it. They never remove anything, and people decide.',
  },
]

async function showList(world: World, rules: readonly Rule[]): Promise<Block[]> {
  const [counts, days] = await Promise.all([countHits(world), hitsByDay(world)])
  return [
    ...introduction,
    { type: 'links', links: [{ text: 'Make a rule', url: `${page}&new=1` }] },
    {
      type: 'table',
      columns: ['Rule', 'Looks at', 'Does', 'State', 'Found in 30 days', 'Moderators agreed'],
      rows: rules.map(({ name, about, outcome, mode }) => {
        const count = counts.get(name) ?? { hits: 0, decided: 0, agreed: 0 }
        return [
          { text: name, url: urlOf(name) },
          about.map(one => aboutWords[one] ?? one).join(', '),
          outcomeWords[outcome] ?? outcome,
          modeWords[mode] ?? mode,
          count.hits,
          agreement(count),
        ]
      }),
      empty: 'There are no rules. Make one, and let it count in shadow for some days before it does anything.',
    },
    { type: 'chart', title: 'Found in the last thirty days, by all rules and the spam filter', points: days },
  ]
}

async function showRule(world: World, rule: Rule): Promise<Block[]> {
  const [counts, days, latest, trial] = await Promise.all([
    countHits(world, rule.name),
    hitsByDay(world, rule.name),
    latestHits(world, rule.name),
    showTrial(world, rule.name),
  ])
  const count = counts.get(rule.name) ?? { hits: 0, decided: 0, agreed: 0 }
  return [
    { type: 'links', links: [{ text: 'All rules', url: page }] },
    { type: 'heading', text: rule.name },
    {
      type: 'numbers',
      numbers: [
        { label: 'State', value: modeWords[rule.mode] ?? rule.mode },
        { label: 'Found in 30 days', value: count.hits },
        { label: 'Moderators agreed', value: agreement(count) },
      ],
    },
    { type: 'chart', title: 'Found in the last thirty days', points: days },
    {
      type: 'table',
      columns: ['When', 'What', 'What was found', 'What was done'],
      rows: latest.map(hit => [{ time: hit.createdAt }, whereOf(hit), hit.why.slice(0, 200), outcomeWords[hit.outcome] ?? hit.outcome]),
      empty: 'It has not found anything yet.',
    },
    { type: 'heading', text: 'What would it have found?' },
    ...trial,
    { type: 'form', id: 'try', schema: trySchema, button: 'Try it' },
    { type: 'heading', text: 'Change it' },
    await ruleForm(world, { rule }),
    { type: 'form', id: 'remove', schema: why('Why it goes'), button: 'Remove this rule', danger: true },
  ]
}

const trySchema = {
  type: 'object',
  properties: {
    days: {
      type: 'integer',
      title: 'Days to look back',
      description: 'It looks at what everybody can see, does nothing, and shows examples. How it stands here with what was saved last.',
      minimum: 1,
      maximum: 30,
      default: 7,
    },
  },
}

const whyField = {
  type: 'string',
  title: 'Why',
  description: 'Stands in the audit log, and in the public log when a rule is switched on or off.',
  minLength: 1,
  maxLength: 300,
}

function why(title: string): Record<string, unknown> {
  return { type: 'object', required: ['why'], properties: { why: { ...whyField, title } } }
}

/** The form of a rule. The name of one that is there stays: hits are known by it. */
async function ruleForm({ host }: World, { rule, lead = '' }: { rule?: Rule; lead?: string }): Promise<Block> {
  const { properties, ...schema } = ruleSchema as { properties: Record<string, object>; required: string[] }
  const { name, rule: number, ...rest } = properties
  const titles = (await host.subjects.rules()).map(one => ({ const: one.number, title: `${one.number}. ${one.title}` }))
  const { type: _type, minimum: _minimum, maximum: _maximum, description: _description, ...field } = number as Record<string, unknown>
  const others = { ...rest, rule: { ...field, anyOf: [{ const: 0, title: 'None of them' }, ...titles] } }
  const shown = rule ? others : { name: { ...name, description: lead }, ...others }
  const values = rule && Object.fromEntries(Object.entries(rule).filter(([key]) => key in others))
  return {
    type: 'form',
    id: 'save',
    schema: { ...schema, required: [], properties: { ...shown, why: { ...whyField, 'x-ui': { group: 'For the log' } } } },
    ...(values && { values }),
    button: rule ? 'Save the rule' : 'Make the rule',
  }
}

/** Where it stands now: its case, or itself. */
function whereOf({ caseId, subjectKind, subjectId }: LatestHit): { text: string; url: string } | string {
  if (caseId) return { text: `${subjectKind}, in a case`, url: `${queueUrl}&case=${caseId}` }
  return subjectKind === 'entry' ? { text: 'entry', url: `/e/${subjectId}` } : subjectKind
}

function urlOf(name: string): string {
  return `${page}&rule=${encodeURIComponent(name)}`
}

/** Takes the forms of the page. */
export async function submitRule(
  world: World,
  call: PluginCall & { form: string; query?: Record<string, string> },
): Promise<string | Refusal> {
  const { host } = world
  const { why: reason = '', ...values } = call.input as Record<string, unknown> & { why?: string }
  const as = asker(call).id
  const name = call.query?.rule
  if (call.form === 'try') {
    const rule = (await listRules(world)).find(one => one.name === name)
    if (!rule) return { problem: 'There is no such rule.' }
    await beginTrial(world, rule, Number(values.days), as)
    return 'It is being tried. Load the page again in a moment.'
  }
  if (!reason.trim()) return { problems: { why: 'Say why. The reason stands in the moderation log.' } }
  if (call.form === 'remove') {
    await host.act('moderation.remove-rule', { name }, { as, reason })
    return 'The rule is gone. What it found stays.'
  }
  await host.act('moderation.save-rule', { ...values, ...(name && { name }) }, { as, reason })
  return name ? 'Saved.' : 'The rule is made.'
}

/** Older things that nobody asks for any more. */
export async function sweepRules(world: World): Promise<void> {
  await world.tables.transaction(async trx => {
    await trx('moderation_prints').where('createdAt', '<', inDays(world, -3)).delete()
    await trx('moderation_trials').where('createdAt', '<', inDays(world, -30)).delete()
    await trx('moderation_limits').where('until', '<', trx.now()).delete()
    await trx('moderation_hits').where('createdAt', '<', inDays(world, -400)).delete()
  })
}
