import type { ActionCall, ActionHandlers } from 'core/api'
import type { World } from './moderation.ts'
import { type Rule, rulesOf } from './rules/rule.ts'
import { lookAtRule, maybeRule } from './rules/save-rule.ts'
import { readState, writeState } from './state.ts'

interface Changed {
  path: string
  value: unknown
}

/** Takes an action of this plugin back: puts there what was there before. For the audit log, which names the paths. */
export function restore(_world: World): ActionHandlers {
  return {
    async look({ input, data }) {
      const looked = await Promise.all(changesOf(input).map(({ path }) => lookAt(data, path)))
      return Object.assign({}, ...looked) as Record<string, unknown>
    },
    async run({ input, data }) {
      for (const change of changesOf(input)) await put(data, change)
    },
  }
}

type Data = ActionCall['data']

async function lookAt(data: Data, path: string): Promise<Record<string, unknown>> {
  const name = ruleIn(path)
  return name === undefined ? { [path]: (await readState({ data }, path)) ?? null } : lookAtRule(data, name)
}

async function put(data: Data, { path, value }: Changed): Promise<void> {
  const name = ruleIn(path)
  if (name === undefined) return writeState(data, path, value)
  const rule = await maybeRule(data, name)
  if (value) await rulesOf({ data }).put(value as Rule)
  else if (rule) await rulesOf({ data }).remove(rule.id)
}

function ruleIn(path: string): string | undefined {
  return path.startsWith('rules.') ? path.slice('rules.'.length) : undefined
}

function changesOf(input: Record<string, unknown>): Changed[] {
  return input.changes as Changed[]
}
