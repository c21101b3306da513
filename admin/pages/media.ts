import { listSiteMedia, type PanelPage, sumMedia } from 'core/control'
import { chosenOf, type FilterGroup, makeFilters, pageOf } from '../list-view.ts'

const perPage = 50
const page = '/admin/media'
const uses: FilterGroup = { name: 'use', label: 'Show', options: { '': 'All', public: 'In public entries', unused: 'In no entry' } }
const orders: FilterGroup = { name: 'order', label: 'First', options: { '': 'The newest', largest: 'The largest' } }

/** Pictures and files that members brought here. */
export default {
  title: 'Media',
  section: 'Content',
  order: 13,
  permission: 'content',
  async show({ site, actor, query }) {
    const use = chosenOf(query, uses)
    const largest = chosenOf(query, orders) === 'largest'
    const found = await listSiteMedia(site, actor, {
      limit: perPage + 1,
      largest,
      ...(query.owner && { owner: query.owner }),
      ...(query.after && { after: query.after }),
      ...((use === 'public' || use === 'unused') && { use }),
    })
    const list = pageOf(found, { perPage, page, query, cursor: row => `${row.bytes}_${row.id}` })
    // Counting them all is for who opens the page, not for who turns pages.
    const total = query.after ? undefined : await sumMedia(site, actor)
    return {
      filters: makeFilters(query, { page, search: { name: 'owner', label: 'Handle of the owner' }, groups: [uses, orders] }),
      list: { ...list, rows: list.rows.map(row => ({ ...row, size: sizeOf(row.bytes), isPicture: row.type.startsWith('image/') })) },
      ...(total && { total: { count: total.count, size: sizeOf(total.bytes) } }),
    }
  },
} satisfies PanelPage

function sizeOf(bytes: number): string {
  if (bytes < 1_048_576) return `${Math.max(1, Math.round(bytes / 1024))} KB`
  return bytes < 1_073_741_824 ? `${(bytes / 1_048_576).toFixed(1)} MB` : `${(bytes / 1_073_741_824).toFixed(2)} GB`
}
