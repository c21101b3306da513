import type { ActionCall, ActionHandlers, Refusal } from 'core/api'
import type { World } from './moderation.ts'
import { type Raid, raidHours } from './raid/raid.ts'
import { type Rule, rulesOf } from './rules/rule.ts'
import { lookAtRule, maybeRule, problemsOf } from './rules/save-rule.ts'
import { readState, writeState } from './state.ts'

interface Changed {
  path: string
  value: unknown
}

/** Takes an action of this plugin back: puts there what was there before. For the audit log, which names the paths. */
export function restore(world: World): ActionHandlers {
  return {
    async look({ input, data }) {
      const looked = await Promise.all(changesOf(input).map(({ path }) => lookAt(data, path)))
      return Object.assign({}, ...looked) as Record<string, unknown>
    },
    async run({ input, data }) {
      for (const change of changesOf(input)) {
        const refusal = (await put(data, change)) ?? whyNot(world, change)
        if (refusal) return refusal
      }
      return undefined
    },
  }
}

type Data = ActionCall['data']

async function lookAt(data: Data, path: string): Promise<Record<string, unknown>> {
  const name = ruleIn(path)
  return name === undefined ? { [path]: (await readState({ data }, path)) ?? null } : lookAtRule(data, name)
}

async function put(data: Data, { path, value }: Changed): Promise<Refusal | undefined> {
  const name = ruleIn(path)
  if (name === undefined) {
    await writeState(data, path, value)
    return undefined
  }
  // The audit log says what happened under the name in the path.
  if (value && (value as Rule).name !== name) return { problem: 'This is another rule.' }
  const rule = await maybeRule(data, name)
  if (value) await rulesOf({ data }).put(value as Rule)
  else if (rule) await rulesOf({ data }).remove(rule.id)
  return undefined
}

/** Anybody who moderates may ask for this by hand: nothing comes back that could not have been there. */
function whyNot({ tables }: World, { path, value }: Changed): Refusal | undefined {
  if (!value) return undefined
  if (path === 'raid') {
    const latest = new Date(Date.parse(tables.now()) + raidHours * 3_600_000).toISOString()
    return (value as Raid).until <= latest ? undefined : { problem: `Raid mode lasts ${raidHours} hours at most.` }
  }
  const problems = ruleIn(path) === undefined ? {} : problemsOf(value as Rule)
  return Object.keys(problems).length > 0 ? { problems } : undefined
}

function ruleIn(path: string): string | undefined {
  return path.startsWith('rules.') ? path.slice('rules.'.length) : undefined
}

function changesOf(input: Record<string, unknown>): Changed[] {
  return input.changes as Changed[]
}
