import type { Actor } from '../actor.ts'
import { forbidden } from '../errors.ts'
import type { Site } from '../site.ts'
import { canManageMembers } from './member-access.ts'

export interface SiteMember {
  id: string
  picture: string | null
  handle: string
  name: string
  email: string | null
  role: string
  createdAt: string
  seenAt: string
  waitingSince: string | null
  closingAt: string | null
}

export interface MemberFilter {
  /** The beginning of a handle or an e-mail address. */
  search?: string
  role?: string
  waiting?: boolean
  /** Id of the last one of the page before. */
  after?: string
  limit?: number
}

/** Accounts in the order of joining: all of them, or a page of those that are looked for. */
export async function listSiteMembers(site: Site, actor: Actor, filter: MemberFilter = {}): Promise<SiteMember[]> {
  if (!canManageMembers(actor)) throw forbidden('Only those who look after members see all accounts.')
  const members = site.db('members as m').join('feeds as f', 'f.id', 'm.id').orderBy('m.id')
  const { search, role, waiting, after, limit } = filter
  if (search) {
    const end = `${search.toLowerCase()}\u{10ffff}`
    const starts = (column: string) => site.db.raw('(?? >= ? and ?? < ?)', [column, search.toLowerCase(), column, end])
    members.where(either => either.whereRaw(starts('f.handle')).orWhereRaw(starts('m.email')))
  }
  if (role) members.where('m.role', role)
  if (waiting) members.whereNotNull('m.waitingSince')
  if (after) members.where('m.id', '>', after)
  if (limit) members.limit(limit)
  return members.select(
    'm.id',
    'f.handle',
    'f.name',
    'f.picture',
    'm.email',
    'm.role',
    'm.createdAt',
    'm.seenAt',
    'm.waitingSince',
    'm.closingAt',
  )
}
