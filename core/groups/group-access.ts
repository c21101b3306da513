import { type Actor, isMember, type MemberActor } from '../actor.ts'
import type { GroupRole } from './membership.ts'

/** Everybody sees what stands in a public group; in a private one only its members. */
export function canSeeGroup(group: { access: 'public' | 'private' }, role: GroupRole | undefined): boolean {
  return group.access === 'public' || role !== undefined
}

/** Members post to their groups. */
export function canPostTo(actor: Actor, role: GroupRole | undefined): actor is MemberActor {
  return isMember(actor) && role !== undefined
}

/** Admins change a group's name, picture and description, answer requests and name other admins. */
export function canManage(actor: Actor, role: GroupRole | undefined): actor is MemberActor {
  return isMember(actor) && role === 'admin'
}
