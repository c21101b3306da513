import { listSiteSessions, type PanelPage, writeCursor } from 'core/control'
import { chosenOf, type FilterGroup, makeFilters, pageOf } from '../list-view.ts'

const perPage = 50
const page = '/admin/sessions'
const whose: FilterGroup = { name: 'show', label: 'Of', options: { '': 'Everybody', staff: 'Who looks after the site' } }

/** Browsers in which members are signed in. */
export default {
  title: 'Sessions',
  section: 'People',
  order: 26,
  permission: 'members',
  async show({ site, actor, query }) {
    const found = await listSiteSessions(site, actor, {
      limit: perPage + 1,
      staff: chosenOf(query, whose) === 'staff',
      ...(query.handle && { handle: query.handle }),
      ...(query.after && { after: query.after }),
    })
    return {
      filters: makeFilters(query, { page, search: { name: 'handle', label: 'Handle' }, groups: [whose] }),
      list: pageOf(found, { perPage, page, query, cursor: row => writeCursor({ place: row.usedAt, id: row.memberId }) }),
    }
  },
} satisfies PanelPage
