import { feedLink, listSiteMembers, type MemberFilter, type PanelPage, type SiteMember } from 'core/control'

const perPage = 50
const filters: Record<string, { label: string; filter: MemberFilter }> = {
  all: { label: 'All', filter: {} },
  waiting: { label: 'Waiting for approval', filter: { waiting: true } },
  moderators: { label: 'Moderators', filter: { role: 'moderator' } },
  admins: { label: 'Admins', filter: { role: 'admin' } },
}
const roles = ['member', 'moderator', 'admin'] as const

/** Who is here, who wants to be, and who looks after the site. */
export default {
  title: 'People',
  section: 'People',
  order: 10,
  permission: 'members',
  async show({ site, actor, query }) {
    const { show = 'all', search = '', after = '' } = query
    const chosen = filters[show] ? show : 'all'
    const filter = { ...filters[chosen]?.filter, limit: perPage + 1, ...(search && { search }), ...(after && { after }) }
    const found = await listSiteMembers(site, actor, filter)
    const members = found.slice(0, perPage)
    const last = members.at(-1)
    const next =
      found.length > perPage && last ? `/admin/people?${new URLSearchParams({ show: chosen, search, after: last.id })}` : undefined
    return {
      search,
      show: chosen,
      tabs: Object.entries(filters).map(([name, { label }]) => ({ label, url: `/admin/people?show=${name}`, here: name === chosen })),
      members: members.map(row),
      next,
      filtered: search !== '' || chosen !== 'all',
    }
  },
} satisfies PanelPage

function row(member: SiteMember): object {
  return {
    ...member,
    person: feedLink({ ...member, kind: 'member' }),
    roles: roles.map(role => ({ role, selected: role === member.role })),
  }
}
