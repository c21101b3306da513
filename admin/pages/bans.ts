import { listBans, type PanelPage, type SiteBan } from 'core/control'
import { chosenOf, type FilterGroup, makeFilters, pageOf } from '../list-view.ts'

const perPage = 50
const page = '/admin/bans'
const kinds: FilterGroup = {
  name: 'kind',
  label: 'What',
  options: { '': 'All', address: 'Addresses', email: 'E-mail domains', link: 'Link domains', handle: 'Handles' },
}
const shows: FilterGroup = { name: 'show', label: 'Show', options: { '': 'In force', over: 'Over' } }

const words = { address: 'Address', email: 'E-mail domain', link: 'Link domain', handle: 'Handle' } as const
const effects: Record<SiteBan['kind'], Record<SiteBan['effect'], string>> = {
  address: { refuse: 'nobody joins or signs in', hold: 'who joins waits for approval' },
  email: { refuse: 'nobody joins', hold: 'who joins waits for approval' },
  link: { refuse: 'refused', hold: 'held' },
  handle: { refuse: 'not given out', hold: 'not given out' },
}

/** What the site shuts out, and the form to add to it. */
export default {
  title: 'Bans',
  section: 'People',
  order: 25,
  permission: 'moderation',
  async show({ site, actor, query, body }) {
    const [kind, show] = [chosenOf(query, kinds), chosenOf(query, shows)]
    const part = { limit: perPage + 1, ...(query.after && { after: query.after }), ...(query.search && { text: query.search }) }
    const rows = await listBans(site, actor, { ...part, kind, show })
    const list = pageOf(rows, { perPage, page, query, cursor: (row: SiteBan) => row.id })
    const search = { name: 'search', label: 'Address, domain or handle' }
    const chosen = String(body.kind ?? kind) || 'link'
    return {
      filters: makeFilters(query, { page, search, groups: [kinds, shows] }),
      list: { ...list, rows: list.rows.map(row => ({ ...row, what: words[row.kind], does: effects[row.kind][row.effect] })) },
      kinds: Object.entries(words).map(([value, label]) => ({ value, label, chosen: value === chosen })),
      typed: body,
    }
  },
} satisfies PanelPage
