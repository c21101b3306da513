import type { TSchema } from 'typebox'
import type { Action, Change, Doing, Looked } from '../actions/action.ts'
import { defineAction } from '../actions/define-action.ts'
import type { Permission } from '../actions/permissions.ts'
import { isMember } from '../actor.ts'
import type { ActionDeclaration } from '../plugin-contract/contributes.ts'
import type { ActionCall, ActionHandlers } from '../plugin-contract/plugin-handlers.ts'
import { openPluginData } from '../plugin-data/open-plugin-data.ts'
import { throwRefusal } from '../plugin-pages/call-of.ts'
import type { Bound, Registry } from '../plugins/registry.ts'
import { pluginMember } from './plugin-member.ts'

/** Milliseconds for one look or one run, in the middle of a transaction. */
const patience = 5000

/** The action of a plugin with this name, as one of the core: checked, in a transaction, with a row in the audit log. */
export function maybePluginAction(registry: Registry, name: string): Action | undefined {
  const known = registry.actions.get(name)
  return known?.handler && makeAction(known, known.handler)
}

function makeAction({ plugin, guard, declared }: Bound<ActionDeclaration, ActionHandlers>, handlers: ActionHandlers): Action {
  const { name, title, authority, permission, input, undo } = declared
  const own = `plugins.${plugin}.`
  const ask = (what: 'look' | 'run', doing: Doing<unknown>): Promise<unknown> =>
    guard.run(`the action ${name}`, { patience, memberId: doing.actor.id }, () => handlers[what](callOf(plugin, doing)))
  return defineAction({
    name,
    title,
    authority,
    permission: permission as Permission,
    input: input as unknown as TSchema,
    async look(doing): Promise<Looked> {
      const looked = (await ask('look', doing)) as Looked
      return Object.fromEntries(Object.entries(looked ?? {}).map(([path, value]) => [own + path, value]))
    },
    async run(doing) {
      const reply = await ask('run', doing)
      throwRefusal(reply)
      return reply
    },
    say: (_given, changes) => `${title}: ${changes.map(({ path }) => path.slice(own.length)).join(', ') || 'done'}.`,
    ...(undo && {
      undo: (_given: unknown, changes: readonly Change[]) => ({
        name: undo,
        input: { changes: changes.map(({ path, before }) => ({ path: path.slice(own.length), value: before })) },
      }),
    }),
  }) as unknown as Action
}

function callOf(plugin: string, { site, actor, input, reason }: Doing<unknown>): ActionCall {
  const manifest = site.registry.plugins.get(plugin)
  const data = manifest ? openPluginData(site, manifest) : {}
  const member = isMember(actor) && pluginMember(actor)
  return Object.freeze({ input: input as Record<string, unknown>, data, ...(member && { member }), ...(reason && { reason }) })
}
