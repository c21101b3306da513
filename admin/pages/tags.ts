import { listSiteTags, type PanelPage, type SiteTag, type SiteTagFilter, tagCursor } from 'core/control'
import { listDownload } from '../download.ts'
import { addressOf, chosenOf, type FilterGroup, makeFilters, pageOf, type Query } from '../list-view.ts'

const perPage = 50
const page = '/admin/tags'
const shows: FilterGroup = { name: 'show', label: 'Show', options: { '': 'All', once: 'Used once', hidden: 'Hidden', merged: 'Merged' } }
const orders: FilterGroup = { name: 'order', label: 'Sorted by', options: { '': 'Entries', used: 'Last use', name: 'Name' } }

/** What people write behind a #, and putting together what means the same. */
export default {
  title: 'Tags',
  section: 'Content',
  order: 13.5,
  permission: 'content',
  async show({ site, actor, query, body, problems }) {
    const filter = filterOf(query)
    const found = await listSiteTags(site, actor, { ...filter, limit: perPage + 1 })
    const list = pageOf(found, { perPage, page, query, cursor: row => tagCursor(row, filter.order) })
    const ticked = [body.tag ?? []].flat()
    return {
      filters: makeFilters(query, { page, search: { name: 'search', label: 'Begins with' }, groups: [shows, orders] }),
      list: { ...list, rows: list.rows.map(row => ({ ...row, ticked: list.ticked || ticked.includes(row.name) })) },
      into: body.into ?? '',
      problems,
      isMerged: filter.show === 'merged',
      csv: addressOf(`${page}/export`, query),
    }
  },
  async download({ site, actor, query }) {
    const filter = filterOf(query)
    const read = (part: { after?: string; limit: number }) => listSiteTags(site, actor, { ...filter, ...part })
    return listDownload<SiteTag>('csv', { name: 'tags', columns, read, cursor: row => tagCursor(row, filter.order) })
  },
} satisfies PanelPage

const columns = {
  tag: (tag: SiteTag) => tag.label,
  entries: (tag: SiteTag) => tag.uses,
  'last used': (tag: SiteTag) => tag.usedAt,
  'hidden since': (tag: SiteTag) => tag.hiddenAt,
  'filed under': (tag: SiteTag) => tag.under,
}

function filterOf(query: Query): Omit<SiteTagFilter, 'limit'> {
  const [show, order] = [chosenOf(query, shows), chosenOf(query, orders)]
  return {
    ...(query.search && { search: query.search }),
    ...((show === 'once' || show === 'hidden' || show === 'merged') && { show }),
    ...((order === 'used' || order === 'name') && { order }),
    ...(query.after && { after: query.after }),
  }
}
