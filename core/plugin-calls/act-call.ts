import { act, maybeAction } from '../actions/act.ts'
import { type Actor, memberActor } from '../actor.ts'
import { forbidden, SiteError } from '../errors.ts'
import { findMemberById } from '../members/member.ts'
import { type Capability, isAllowedAction } from '../plugin-contract/capabilities.ts'
import type { Host } from '../plugin-contract/host.ts'
import type { Manifest } from '../plugin-contract/manifest.ts'
import type { PluginGuard } from '../plugin-health/plugin-guard.ts'
import type { Site } from '../site.ts'

/**
 * How a plugin runs actions: as the member for whom it is at work, with what that member may do, or by a rule of its own, where the action
 * allows that. What the members decide stays with them.
 */
export function makeActCall(site: Site, { name: plugin, title, capabilities }: Manifest, guard: PluginGuard): Host['act'] {
  const actorOf = async (as: string | undefined): Promise<Actor> => {
    if (as === undefined) return { kind: 'plugin', scopes: [] }
    if (!guard.actsFor(as)) throw forbidden(`The plugin "${plugin}" may act for a member only while that member uses it.`)
    return memberActor(await findMemberById(site.db, as), site.roles)
  }
  return async (name, input = {}, { as, reason, dryRun, key } = {}) => {
    checkScope(capabilities, String(name))
    const actor = await actorOf(as === undefined ? undefined : String(as))
    const action = maybeAction(site, name)
    if (!action) throw new SiteError(404, 'action-not-found', `There is no action called "${name}".`)
    const why = reason === undefined ? undefined : String(reason).slice(0, 900)
    const { summary, changes, auditId, result } = await act(site, actor, name, input, {
      byPlugin: plugin,
      dryRun: dryRun === true,
      // The audit log names members; of a rule it should say whose.
      ...(why !== undefined && { reason: as === undefined ? `${title}: ${why}` : why }),
      ...(key !== undefined && { key: `${plugin}:${key}` }),
    })
    const plain: unknown = result === undefined ? undefined : JSON.parse(JSON.stringify(result))
    const undo = changes.length > 0 ? action.undo?.(input as never, changes) : undefined
    return { summary, changes, ...(undo && { undo }), ...(auditId && { auditId }), ...(plain !== undefined && { result: plain }) }
  }
}

function checkScope(capabilities: readonly Capability[], name: string): void {
  const asked = capabilities.find(({ id }) => id === 'actions:run')
  if (!asked) throw forbidden('This needs the capability "actions:run", for which plugin.json does not ask.')
  if (!isAllowedAction(asked.actions ?? [], name))
    throw forbidden(
      `"${name}" should be among the "actions" of the capability "actions:run" in plugin.json, which has ${asked.actions?.join(', ')}.`,
    )
}
