import type { Static, TSchema } from 'typebox'
import type { Action, ActionDefinition } from './action.ts'
import { perform } from './perform.ts'

/** Declares a way to change the site. What comes back is called like a verb, and writes the audit log. */
export function defineAction<Schema extends TSchema, Result>(definition: ActionDefinition<Schema, Result>): Action<Schema, Result> {
  const call: (...args: Parameters<Action<Schema, Result>>) => ReturnType<Action<Schema, Result>> = (site, actor, input, options) =>
    perform(definition, site, actor, input as Static<Schema> & Record<string, unknown>, options)
  // A function has a name of its own, which is read-only but may be replaced.
  const { name, ...rest } = definition
  return Object.freeze(Object.assign(Object.defineProperty(call, 'name', { value: name }), rest)) as Action<Schema, Result>
}
