import type { Actor } from '../actor.ts'
import { forbidden } from '../errors.ts'
import type { Site } from '../site.ts'
import type { Role } from './member.ts'
import { canManageMembers } from './member-access.ts'

export interface SiteMember {
  handle: string
  name: string
  email: string | null
  role: Role
  createdAt: string
  seenAt: string
  waitingSince: string | null
  closingAt: string | null
}

/** Every account, in the order of joining. */
export async function listSiteMembers(site: Site, actor: Actor): Promise<SiteMember[]> {
  if (!canManageMembers(actor)) throw forbidden('Only admins see all accounts.')
  return site
    .db('members as m')
    .join('feeds as f', 'f.id', 'm.id')
    .orderBy('m.id')
    .select('f.handle', 'f.name', 'm.email', 'm.role', 'm.createdAt', 'm.seenAt', 'm.waitingSince', 'm.closingAt')
}
