import { type Found, findAnything, type PanelPage } from 'core/control'

const kinds: Record<Found['kind'], string> = { page: 'Pages', setting: 'Settings', member: 'Members', group: 'Groups', source: 'Sources' }

/** Goes anywhere: pages, settings, members, groups, sources. The palette of Ctrl-K shows what this page finds. */
export default {
  title: 'Find',
  permission: 'staff',
  async show({ site, actor, query }) {
    const q = query.q ?? ''
    const found = await findAnything(site, actor, q)
    const groups = [...Map.groupBy(found, one => one.kind)].map(([kind, list]) => ({ title: kinds[kind], list }))
    return { q, groups }
  },
} satisfies PanelPage
