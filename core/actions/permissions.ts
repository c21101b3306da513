import { type Actor, isMember } from '../actor.ts'

/** What somebody may do about the site as a whole. Each action names one. */
export const permissions = ['settings', 'plugins', 'roles', 'members', 'audit log', 'system'] as const

export type Permission = (typeof permissions)[number]

const byRole: Record<string, readonly Permission[]> = {
  admin: permissions,
  moderator: ['audit log'],
  member: [],
}

/** Everything for whoever runs the machine; for a member what the role brings, in a session of their own. */
export function permissionsOf(actor: Actor): readonly Permission[] {
  if (actor.kind === 'system' || actor.kind === 'executor') return permissions
  return isMember(actor) && actor.kind === 'member' ? (byRole[actor.member.role] ?? []) : []
}

export function may(actor: Actor, permission: Permission): boolean {
  return permissionsOf(actor).includes(permission)
}
