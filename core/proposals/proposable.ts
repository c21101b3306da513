import { maybeAction } from '../actions/act.ts'
import type { Action } from '../actions/action.ts'
import { SiteError } from '../errors.ts'
import type { Site } from '../site.ts'

/** The action with this name, when members can propose it. */
export function proposable(site: Site, name: string): Action {
  const action = maybeAction(site, name)
  if (!action) throw new SiteError(404, 'action-not-found', `There is no action called "${name}".`)
  return action
}
