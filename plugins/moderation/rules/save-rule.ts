import type { ActionHandlers, PluginData } from 'core/api'
import { addNotice } from '../log/notice.ts'
import type { World } from '../moderation.ts'
import { patternProblem } from './find-patterns.ts'
import { type Rule, rulesOf } from './rule.ts'

/** Makes a rule, or puts another in the place of the one with its name. */
export function saveRule(world: World): ActionHandlers {
  return {
    look: ({ input: { name }, data }) => lookAtRule(data, String(name)),
    async run({ input, reason = '', member, data }) {
      const rule = input as unknown as Rule
      const problems = problemsOf(rule)
      if (Object.keys(problems).length > 0) return { problems }
      const before = await maybeRule(data, rule.name)
      await rulesOf({ data }).put(rule)
      if (rule.mode !== 'shadow' && before?.mode !== rule.mode)
        await addNotice(world, data, { kind: rule.mode === 'on' ? 'rule-on' : 'rule-off', title: rule.name, reason, member })
      return undefined
    },
  }
}

/** Takes a rule away. What it found stays. */
export function removeRule(world: World): ActionHandlers {
  return {
    look: ({ input: { name }, data }) => lookAtRule(data, String(name)),
    async run({ input: { name }, reason = '', member, data }) {
      const rule = await maybeRule(data, String(name))
      if (!rule) return { problem: 'There is no such rule.' }
      await rulesOf({ data }).remove(rule.id)
      if (rule.mode === 'on') await addNotice(world, data, { kind: 'rule-off', title: rule.name, reason, member })
      return undefined
    },
  }
}

/** What is wrong with a rule, by field. */
export function problemsOf(rule: Rule): Record<string, string> {
  const asks = [rule.words, rule.patterns, rule.domains].some(list => list.length > 0)
  const counts = [rule.links, rule.pace, rule.newerThanDays, rule.first, rule.repeats].some(number => number > 0)
  const pattern = rule.patterns.map(patternProblem).find(problem => problem !== undefined)
  const unfit = rule.about.find(about => fits[rule.outcome]?.includes(about) === false)
  return {
    ...(rule.about.length === 0 && { about: 'Choose what the rule looks at.' }),
    ...(!asks && !counts && { words: 'Fill in at least one condition. A rule without any would be about everybody.' }),
    ...(pattern && { patterns: pattern }),
    ...(unfit && { outcome: unfitWords[unfit] ?? 'This cannot be done there.' }),
  }
}

const fits: Record<string, readonly string[]> = {
  hold: ['entry', 'comment', 'imported', 'sign-up'],
  label: ['entry', 'comment', 'imported'],
  limit: ['entry', 'comment', 'imported', 'profile'],
}

const unfitWords: Record<string, string> = {
  profile: 'Profiles can be reported, or their members limited.',
  'sign-up': 'Sign-ups can be held or reported.',
}

/** The state that the audit log compares, by name; always in the same order. */
export async function lookAtRule(data: PluginData, name: string): Promise<Record<string, unknown>> {
  const rule = await maybeRule(data, name)
  const kept = rule && Object.entries(rule).filter(([key]) => !['id', 'createdAt', 'updatedAt'].includes(key))
  return { [`rules.${name}`]: kept ? Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1))) : null }
}

export async function maybeRule(data: PluginData, name: string) {
  const [row] = await rulesOf({ data }).list({ where: { name } })
  return row
}
