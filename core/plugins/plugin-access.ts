import type { Actor } from '../actor.ts'

/** Whoever looks after the site: the command line, or a member who is an admin. */
export function canManagePlugins(actor: Actor): boolean {
  return actor.kind === 'system' || (actor.kind === 'member' && actor.member?.role === 'admin')
}
