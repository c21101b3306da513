import { holdsEverything, may } from '../actions/permissions.ts'
import type { Actor } from '../actor.ts'
import { forbidden } from '../errors.ts'
import type { Role } from './role.ts'

/** Whether the actor holds whatever this role brings. */
export function canStandFor(actor: Actor, role: Role): boolean {
  return role.name === 'admin' ? holdsEverything(actor) : role.permissions.every(permission => may(actor, permission))
}

/** Throws forbidden unless the actor holds whatever this role brings: nobody gives, takes or opens more than they have. */
export function checkStandsFor(actor: Actor, role: Role): void {
  if (!canStandFor(actor, role)) throw forbidden(`The role ${role.title} may do more than you. Ask somebody who has it.`)
}
