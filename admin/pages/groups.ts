import { countedTo, listSiteGroups, type PanelPage } from 'core/control'
import { chosenOf, type FilterGroup, makeFilters, pageOf, upTo } from '../list-view.ts'

const perPage = 50
const page = '/admin/groups'
const kinds: FilterGroup = {
  name: 'access',
  label: 'Open to',
  options: { '': 'All', public: 'Everybody', private: 'Members of the group' },
}

/** Shared feeds and who looks after them. */
export default {
  title: 'Groups',
  section: 'People',
  order: 24,
  permission: 'members',
  async show({ site, actor, query }) {
    const access = chosenOf(query, kinds)
    const found = await listSiteGroups(site, actor, {
      limit: perPage + 1,
      ...(query.search && { search: query.search }),
      ...(query.after && { after: query.after }),
      ...((access === 'public' || access === 'private') && { access }),
    })
    const list = pageOf(found, { perPage, page, query, cursor: row => row.id })
    return {
      filters: makeFilters(query, { page, search: { name: 'search', label: 'Handle or name begins with' }, groups: [kinds] }),
      list: {
        ...list,
        rows: list.rows.map(row => ({
          ...row,
          isPrivate: row.access === 'private',
          members: upTo(row.members, countedTo),
          entries: upTo(row.entries, countedTo),
        })),
      },
    }
  },
} satisfies PanelPage
