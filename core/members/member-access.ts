import { may } from '../actions/permissions.ts'
import type { Actor } from '../actor.ts'

/** Who sees all accounts and lets people in. */
export function canManageMembers(actor: Actor): boolean {
  return may(actor, 'members')
}
