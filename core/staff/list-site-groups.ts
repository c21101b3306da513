import type { Actor } from '../actor.ts'
import { inList, selectRows } from '../db/select.ts'
import { forbidden } from '../errors.ts'
import { canManageMembers } from '../members/member-access.ts'
import type { Site } from '../site.ts'
import { countedTo } from './count-some.ts'

export interface SiteGroup {
  id: string
  handle: string
  name: string
  access: 'public' | 'private'
  createdAt: string
  /** Both stop at `countedTo`. */
  members: number
  entries: number
  /** Handles. */
  admins: string[]
}

export interface GroupFilter {
  /** The beginning of a handle or name. */
  search?: string
  access?: 'public' | 'private'
  /** Id of the last one of the page before. */
  after?: string
  limit: number
}

type GroupRow = Omit<SiteGroup, 'members' | 'entries' | 'admins'>

/** Groups, the newest first, with who looks after them. Not what is said in them. */
export async function listSiteGroups(site: Site, actor: Actor, { search, access, after, limit }: GroupFilter): Promise<SiteGroup[]> {
  if (!canManageMembers(actor)) throw forbidden('Only those who look after members see all groups.')
  const groups = site.db('feeds as f').where('f.kind', 'group').whereNull('f.removedAt').orderBy('f.id', 'desc').limit(limit)
  if (access) groups.where('f.access', access)
  if (after) groups.where('f.id', '<', after)
  if (search) {
    const start = search.trim().replace(/[A-Z]/g, letter => letter.toLowerCase())
    const begins = (column: string) => `${column} >= ? and ${column} < ?`
    const range = [start, `${start}\u{10ffff}`]
    groups.whereRaw(`(${begins('f.handle')} or ${begins('lower(f.name)')})`, [...range, ...range])
  }
  const rows: GroupRow[] = await groups.select('f.id', 'f.handle', 'f.name', 'f.access', 'f.createdAt')
  return withPeople(site, rows)
}

async function withPeople({ db }: Site, rows: readonly GroupRow[]): Promise<SiteGroup[]> {
  if (rows.length === 0) return []
  const { sql, bindings } = inList(
    db.dialect,
    'g.id',
    rows.map(row => row.id),
  )
  const upTo = (what: string) => `(select count(*) from (select 1 as one from ${what} limit ${countedTo + 1}) x)`
  const [counts, admins] = await Promise.all([
    selectRows<{ id: string; members: number | string; entries: number | string }>(
      db,
      `select g.id, ${upTo('memberships m where m.group_id = g.id')} as members, ${upTo('entry_feeds d where d.feed_id = g.id')} as entries
       from groups g where ${sql}`,
      bindings,
    ),
    selectRows<{ id: string; handle: string }>(
      db,
      `select g.id, a.handle from groups g join memberships m on m.group_id = g.id and m.role = 'admin' join feeds a on a.id = m.member_id
       where ${sql} order by m.created_at`,
      bindings,
    ),
  ])
  const countOf = new Map(counts.map(count => [count.id, count]))
  const adminsOf = Map.groupBy(admins, admin => admin.id)
  return rows.map(row => ({
    ...row,
    members: Number(countOf.get(row.id)?.members ?? 0),
    entries: Number(countOf.get(row.id)?.entries ?? 0),
    admins: (adminsOf.get(row.id) ?? []).map(admin => admin.handle),
  }))
}
