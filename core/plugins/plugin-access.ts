import { may } from '../actions/permissions.ts'
import type { Actor } from '../actor.ts'

/** Who installs, switches and sets up plugins. */
export function canManagePlugins(actor: Actor): boolean {
  return may(actor, 'plugins')
}
