import { type Actor, isMember } from '../actor.ts'

/** Admins in a session of their own, and whoever runs the machine. */
export function canManageMembers(actor: Actor): boolean {
  return actor.kind === 'system' || (isMember(actor) && actor.kind === 'member' && actor.member.role === 'admin')
}
