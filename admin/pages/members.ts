import {
  canStandFor,
  listSiteMembers,
  type MemberFilter,
  may,
  memberCursor,
  type PanelPage,
  type PanelRequest,
  type SiteMember,
} from 'core/control'
import { listDownload } from '../download.ts'
import { addressOf, chosenOf, type FilterGroup, makeFilters, pageOf } from '../list-view.ts'

const perPage = 50
const page = '/admin/members'

const states: FilterGroup = { name: 'state', label: 'State', options: { '': 'All', waiting: 'Waiting', closing: 'Leaving' } }
const seens: FilterGroup = {
  name: 'seen',
  label: 'Last visit',
  options: { '': 'Any time', week: 'This week', month: 'This month', 'not-3-months': 'Not for 3 months', 'not-year': 'Not for a year' },
}

const days: Readonly<Record<string, number>> = { week: 7, month: 30, 'not-3-months': -90, 'not-year': -365 }

/** Everybody who has an account. */
export default {
  title: 'Members',
  section: 'People',
  order: 20,
  permission: 'members',
  async show({ site, actor, query }) {
    const found = await listSiteMembers(site, actor, { ...filterOf({ site, query }), limit: perPage + 1 })
    const list = pageOf<SiteMember>(found, { perPage, page, query, cursor: memberCursor })
    return {
      filters: makeFilters(query, {
        page,
        search: { name: 'search', label: 'Handle, name or e-mail address begins with' },
        groups: [rolesOf(site), states, seens],
      }),
      list: { ...list, rows: list.rows.map(member => ({ ...member, roleTitle: site.roles.get(member.role)?.title ?? member.role })) },
      canGive: may(actor, 'roles'),
      exportUrl: addressOf(`${page}/export`, query),
      // Everybody's role first: giving more is to be chosen.
      roles: [...site.roles.values()].filter(role => canStandFor(actor, role)).reverse(),
    }
  },
  async download({ site, actor, query }) {
    const filter = filterOf({ site, query })
    const read = (part: { after?: string; limit: number }) => listSiteMembers(site, actor, { ...filter, ...part })
    return listDownload<SiteMember>('csv', { name: 'members', columns, read, cursor: memberCursor })
  },
} satisfies PanelPage

const columns = {
  handle: (member: SiteMember) => member.handle,
  name: (member: SiteMember) => member.name,
  email: (member: SiteMember) => member.email,
  role: (member: SiteMember) => member.role,
  joined: (member: SiteMember) => member.createdAt,
  seen: (member: SiteMember) => member.seenAt,
  'waiting since': (member: SiteMember) => member.waitingSince,
  'leaves on': (member: SiteMember) => member.closingAt,
}

function filterOf({ site, query }: Pick<PanelRequest, 'site' | 'query'>): MemberFilter {
  const [role, state, seen] = [chosenOf(query, rolesOf(site)), chosenOf(query, states), days[chosenOf(query, seens)] ?? 0]
  return {
    ...(query.search && { search: query.search }),
    ...(query.after && { after: query.after }),
    ...(role && { role }),
    ...((state === 'waiting' || state === 'closing') && { state }),
    ...(seen !== 0 && { seen: { days: Math.abs(seen), away: seen < 0 } }),
  }
}

function rolesOf(site: PanelRequest['site']): FilterGroup {
  return {
    name: 'role',
    label: 'Role',
    options: { '': 'All', ...Object.fromEntries([...site.roles.values()].map(role => [role.name, role.title])) },
  }
}
