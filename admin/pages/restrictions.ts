import { listSiteRestrictions, type PanelPage, type SiteRestriction } from 'core/control'
import { chosenOf, type FilterGroup, makeFilters, pageOf } from '../list-view.ts'

const perPage = 50
const page = '/admin/restrictions'
const shows: FilterGroup = {
  name: 'show',
  label: 'Show',
  options: { '': 'In force', warning: 'Warnings', silence: 'Silenced', suspension: 'Suspended', removal: 'Removed', over: 'Over' },
}

const words = { warning: 'Warned', silence: 'Silenced', suspension: 'Suspended', removal: 'Removed' } as const

/** Members about whom something was decided, and the form to decide. */
export default {
  title: 'Restrictions',
  section: 'People',
  order: 24,
  permission: 'moderation',
  async show({ site, actor, query }) {
    const show = chosenOf(query, shows)
    const part = { limit: perPage + 1, ...(query.after && { after: query.after }) }
    const rows = await listSiteRestrictions(site, actor, { ...part, show })
    const list = pageOf(rows, { perPage, page, query, cursor: (row: SiteRestriction) => row.id })
    return {
      filters: makeFilters(query, { page, groups: [shows] }),
      list: { ...list, rows: list.rows.map(row => ({ ...row, what: words[row.kind] })) },
      handle: query.handle ?? '',
    }
  },
} satisfies PanelPage
