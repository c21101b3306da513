import type { Actor } from '../actor.ts'
import { forbidden } from '../errors.ts'
import { canManageMembers } from '../members/member-access.ts'
import type { Site } from '../site.ts'

/** An invitation as staff see it: not what the inviter wrote to whom. */
export interface SiteInvitation {
  id: string
  handle: string
  name: string
  usesLeft: number
  createdAt: string
  expiresAt: string
  open: boolean
}

/** Somebody who came by invitation. */
export interface InvitedMember {
  id: string
  handle: string
  name: string
  createdAt: string
  inviterHandle: string
  inviterName: string
}

interface Page {
  /** Id of the last one of the page before. */
  after?: string
  limit: number
}

/** Invitations, the newest first: all, or those with which somebody can still join. */
export async function listSiteInvitations(
  site: Site,
  actor: Actor,
  { open, after, limit }: Page & { open?: boolean },
): Promise<SiteInvitation[]> {
  if (!canManageMembers(actor)) throw forbidden('Only those who look after members see all invitations.')
  const now = site.now().toISOString()
  const invitations = site.db('invitations as i').join('feeds as f', 'f.id', 'i.inviterId').orderBy('i.id', 'desc').limit(limit)
  if (open) invitations.where('i.usesLeft', '>', 0).where('i.expiresAt', '>', now)
  if (after) invitations.where('i.id', '<', after)
  const rows: Omit<SiteInvitation, 'open'>[] = await invitations.select(
    'i.id',
    'f.handle',
    'f.name',
    'i.usesLeft',
    'i.createdAt',
    'i.expiresAt',
  )
  return rows.map(row => ({ ...row, open: row.usesLeft > 0 && row.expiresAt > now }))
}

/** Who came by whose invitation, the newest first. */
export async function listInvited(site: Site, actor: Actor, { after, limit }: Page): Promise<InvitedMember[]> {
  if (!canManageMembers(actor)) throw forbidden('Only those who look after members see who invited whom.')
  const members = site
    .db('members as m')
    .join('feeds as f', 'f.id', 'm.id')
    .join('feeds as i', 'i.id', 'm.invitedBy')
    .whereNotNull('m.invitedBy')
    .orderBy('m.id', 'desc')
    .limit(limit)
  if (after) members.where('m.id', '<', after)
  return members.select('m.id', 'f.handle', 'f.name', 'm.createdAt', 'i.handle as inviterHandle', 'i.name as inviterName')
}
