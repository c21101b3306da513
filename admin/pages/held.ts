import { listHeld, listHeldComments, type PanelPage, writeCursor } from 'core/control'
import { pageOf } from '../list-view.ts'

const perPage = 50
const page = '/admin/held'

/** Entries and comments that a filter held until somebody has looked at them. */
export default {
  title: 'Held back',
  section: 'Content',
  order: 12,
  permission: 'content',
  async show({ site, actor, query }) {
    const found = await listHeld(site, actor, { limit: perPage + 1, ...(query.after && { after: query.after }) })
    const comments = await listHeldComments(site, actor)
    return {
      comments,
      list: pageOf(found, { perPage, page, query, cursor: row => writeCursor({ place: row.createdAt, id: row.id }) }),
    }
  },
} satisfies PanelPage
