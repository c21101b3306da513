import type { Member } from './members/member.ts'
import type { Roles } from './roles/role.ts'

/** Who is asking. Made by `http/session.ts` for a request, by the command line, or by a job. */
export interface Actor {
  readonly kind: 'visitor' | 'member' | 'token' | 'plugin' | 'system' | 'executor'
  /** Id of the member who asks, if there is one. */
  readonly id?: string
  readonly member?: Member
  /** What the member's role brings; ask `may`. */
  readonly permissions?: readonly string[]
  /** What a token may do; a member's own session may do everything the member may. */
  readonly scopes: readonly string[]
}

/** An actor with a member behind it. */
export interface MemberActor extends Actor {
  readonly kind: 'member' | 'token'
  readonly id: string
  readonly member: Member
}

export const visitor: Actor = Object.freeze({ kind: 'visitor', scopes: [] })
export const system: Actor = Object.freeze({ kind: 'system', scopes: [] })

/** A member in a session of their own. Without the site's roles it is one without permissions, unless an admin. */
export function memberActor(member: Member, roles?: Roles): MemberActor {
  return { kind: 'member', id: member.id, member, permissions: roles?.get(member.role)?.permissions ?? [], scopes: [] }
}

export function isMember(actor: Actor): actor is MemberActor {
  return actor.member !== undefined
}
