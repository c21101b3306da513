import type { Knex } from 'knex'
import type { Actor } from '../actor.ts'
import { forbidden } from '../errors.ts'
import { readCursor, writeCursor } from '../feeds/cursor.ts'
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
  /** The beginning of a handle, a name or an e-mail address. */
  search?: string
  role?: string
  state?: 'waiting' | 'closing'
  /** Days since the last visit: those who were here since, or with `away` those who were not. Sorts by the last visit. */
  seen?: { days: number; away: boolean }
  /** Where the page before ended. */
  after?: string
  limit?: number
}

/** Accounts, the newest first: all of them, or a page of those that are looked for. */
export async function listSiteMembers(site: Site, actor: Actor, filter: MemberFilter = {}): Promise<SiteMember[]> {
  if (!canManageMembers(actor)) throw forbidden('Only those who look after members see all accounts.')
  const { search, role, state, seen, after, limit } = filter
  const members = site.db('members as m').join('feeds as f', 'f.id', 'm.id')
  if (search) members.whereRaw('m.id in (?)', [namedLike(site.db, search)])
  if (role) members.where('m.role', role)
  if (state) members.whereNotNull(state === 'waiting' ? 'm.waitingSince' : 'm.closingAt')
  if (seen) {
    const since = new Date(site.now().getTime() - seen.days * 86_400_000).toISOString()
    members.where('m.seenAt', seen.away ? '<' : '>=', since).orderBy('m.seenAt', 'desc')
  }
  if (after) {
    const { at, id } = readCursor(after)
    if (seen) members.whereRaw('(m.seen_at, m.id) < (?, ?)', [at, id])
    else members.where('m.id', '<', id)
  }
  if (limit) members.limit(limit)
  return members
    .orderBy('m.id', 'desc')
    .select('m.id', 'f.handle', 'f.name', 'f.picture', 'm.email', 'm.role', 'm.createdAt', 'm.seenAt', 'm.waitingSince', 'm.closingAt')
}

/** Where a page of accounts ends: for `after` of the next one. */
export function memberCursor({ seenAt, id }: Pick<SiteMember, 'seenAt' | 'id'>): string {
  return writeCursor({ place: seenAt, id })
}

/** Of each kind so many are looked at: who types one letter wants to type another. */
const mostNamed = 500

/** Ids of those whose handle, address or name begins so, the first of each by the alphabet: three ranges of an index. */
function namedLike(db: Knex, search: string): Knex.Raw {
  const start = search.trim().replace(/[A-Z]/g, letter => letter.toLowerCase())
  const end = `${start}\u{10ffff}`
  const part = (table: string, column: string): string =>
    `select id from (select id from ${table} where ${column} >= ? and ${column} < ? order by ${column} limit ${mostNamed}) ${table}_found`
  const parts = [part('feeds', 'handle'), part('members', 'email'), part('feeds', 'lower(name)')]
  return db.raw(
    parts.join(' union '),
    parts.flatMap(() => [start, end]),
  )
}
