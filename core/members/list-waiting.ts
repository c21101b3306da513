import type { Actor } from '../actor.ts'
import { forbidden } from '../errors.ts'
import type { Site } from '../site.ts'
import { canManageMembers } from './member-access.ts'

export interface WaitingMember {
  handle: string
  name: string
  email: string | null
  waitingSince: string
}

/** Who signed up and waits for approval, longest first. */
export async function listWaiting(site: Site, actor: Actor): Promise<WaitingMember[]> {
  if (!canManageMembers(actor)) throw forbidden('Only those who look after members approve new ones.')
  return site
    .db('members as m')
    .join('feeds as f', 'f.id', 'm.id')
    .whereNotNull('m.waitingSince')
    .orderBy('m.waitingSince')
    .limit(200)
    .select('f.handle', 'f.name', 'm.email', 'm.waitingSince')
}
