import type { Actor } from '../actor.ts'
import { listCoreActions } from '../core-actions.ts'
import { SiteError } from '../errors.ts'
import { maybePluginAction } from '../plugin-calls/plugin-action.ts'
import type { Site } from '../site.ts'
import type { Action, ActOptions, Outcome } from './action.ts'

/** Runs an action by its name: for the command line, the admin panel, and the executor of proposals. */
export async function act(site: Site, actor: Actor, name: string, input: Record<string, unknown>, options?: ActOptions): Promise<Outcome> {
  return (maybeAction(site, name) ?? findAction(name))(site, actor, input, options)
}

/** The action with this name, of the core or of a plugin, if there is one. No plugin stands in for the core, whatever it is called. */
export function maybeAction(site: Site, name: string): Action | undefined {
  return listCoreActions().find(known => known.name === name) ?? maybePluginAction(site.registry, name)
}

/** Every action that the site knows now, of the core and of plugins. */
export function listActions(site: Site): Action[] {
  return [...listCoreActions(), ...[...site.registry.actions.keys()].flatMap(name => maybePluginAction(site.registry, name) ?? [])]
}

/** The action with this name. Throws notFound. */
export function findAction(name: string): Action {
  const action = listCoreActions().find(known => known.name === name)
  if (!action) throw new SiteError(404, 'action-not-found', `There is no action called "${name}".`)
  return action
}
