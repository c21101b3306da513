import type { PluginMember } from 'core/api'
import { Refused, type World } from '../moderation.ts'
import { decide } from './decide.ts'

interface ManyInput {
  /** Id and version of each, as `0199… 3`. */
  case: string | string[]
  step: string
  rule: number
  reason: string
}

/** The same decision for each case that was ticked. What cannot be decided stays in the queue, and the notice says why. */
export async function decideMany(
  world: World,
  { case: ticked, step, rule, reason }: ManyInput,
  member: PluginMember,
): Promise<{ notice: string }> {
  const cases = [ticked].flat().map(text => /^([0-9a-f-]{36}) (\d{1,9})$/.exec(text))
  const problems = new Map<string, number>()
  let decided = 0
  const decision = { steps: step === 'keep' ? [] : [step], rule, reason, days: 7, contentDays: 0, label: 'sensitive', all: false }
  for (const found of cases) {
    if (!found) throw new Refused('Choose cases of the list.')
    const [, id = '', version = '0'] = found
    try {
      await decide(world, { id, version: Number(version), ...decision }, member)
      decided++
    } catch (error) {
      if (typeof (error as { code?: unknown }).code !== 'string') throw error
      const { message } = error as Error
      problems.set(message, (problems.get(message) ?? 0) + 1)
    }
  }
  const rest = [...problems].map(([why, count]) => `${count} not: ${why}`)
  return { notice: [`${decided} decided.`, ...rest].join(' ').slice(0, 290) }
}
