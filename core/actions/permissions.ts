import type { Actor } from '../actor.ts'
import { isExecutor } from '../lock/executor-actor.ts'

/** What somebody may do about the site as a whole. Each action and each page of the admin panel names one. */
export const permissions = [
  'settings',
  'appearance',
  'plugins',
  'members',
  'roles',
  'policies',
  'content',
  'moderation',
  'sources',
  'audit log',
  'system',
] as const

export type CorePermission = (typeof permissions)[number]

/** Those of plugins begin with the plugin's name: `polls.close`. */
export type Permission = CorePermission | `${string}.${string}`

/** Whether the actor holds everything: whoever runs the machine, what the members decided, and admins in a session of their own. */
export function holdsEverything(actor: Actor): boolean {
  return actor.kind === 'system' || isExecutor(actor) || (actor.kind === 'member' && actor.member?.role === 'admin')
}

/** Whether the actor holds a permission: a member by the role they have, in a session of their own. */
export function may(actor: Actor, permission: Permission): boolean {
  return holdsEverything(actor) || (actor.kind === 'member' && actor.permissions?.includes(permission) === true)
}

/** Whether the actor has anything to do in the admin panel. */
export function isStaff(actor: Actor): boolean {
  return holdsEverything(actor) || (actor.kind === 'member' && (actor.permissions?.length ?? 0) > 0)
}
