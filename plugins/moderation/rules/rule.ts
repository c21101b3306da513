import type { Collection, PluginData } from 'core/api'
import type { World } from '../moderation.ts'
import manifest from '../plugin.json' with { type: 'json' }

export type About = 'entry' | 'comment' | 'imported' | 'profile' | 'sign-up'
export type RuleOutcome = 'hold' | 'label' | 'limit' | 'report'

/** Looks at what is said and points moderators at it. All conditions that are filled in must hold. */
export interface Rule {
  /** What people call it, and how it is known. */
  name: string
  about: About[]
  /** Any of these words. */
  words: string[]
  /** Any of these regular expressions. */
  patterns: string[]
  /** A link to any of these domains, or below them. */
  domains: string[]
  /** At least so many links; 0 when it does not matter, as in all numbers. */
  links: number
  /** More than so many entries and comments of the member within the minutes. */
  pace: number
  paceMinutes: number
  /** The member is here for fewer days. */
  newerThanDays: number
  /** Among the first so many things that the member writes. */
  first: number
  /** The same text at least so many times within two days, whoever says it. */
  repeats: number
  outcome: RuleOutcome
  label: string
  limitDays: number
  /** Number of the community rule that it stands for; 0 for none. */
  rule: number
  weight: number
  /** In shadow it counts and does nothing. */
  mode: 'shadow' | 'on' | 'off'
}

/** The schema of a rule, as the manifest has it for the action: forms and proposals are drawn from it. */
export const ruleSchema: Record<string, unknown> = manifest.contributes.actions.find(({ name }) => name === 'moderation.save-rule')!.input

const most = 100

/** Of the host, or of an action: then in its transaction. */
export function rulesOf({ data }: { data: PluginData }): Collection<Rule> {
  return data.rules as unknown as Collection<Rule>
}

/** All rules, the oldest first. */
export async function listRules(world: Pick<World, 'host'>): Promise<Rule[]> {
  return rulesOf(world.host).list({ order: 'oldest', limit: most })
}

/** Rules that look at such things now, shadows among them. */
export async function rulesFor(world: Pick<World, 'host'>, about: About): Promise<Rule[]> {
  return (await listRules(world)).filter(rule => rule.mode !== 'off' && rule.about.includes(about))
}
