import { listSourceHosts, type PanelPage } from 'core/control'
import { sourceTabs } from '../tabs/source-tabs.ts'

const perPage = 50

/** Where sources come from: how often each host is asked, and which of them give trouble. */
export default {
  title: 'Hosts of sources',
  permission: 'sources',
  async show({ site, actor, query }) {
    const by = query.by === 'failing' ? 'failing' : 'sources'
    const page = Math.min(Math.max(Math.floor(Number(query.page)) || 1, 1), 1000)
    const found = await listSourceHosts(site, actor, { by, limit: perPage + 1, offset: (page - 1) * perPage })
    const address = (to: number): string => `/admin/source-hosts?by=${by}&page=${to}`
    return {
      under: 'sources',
      tabs: sourceTabs('source-hosts'),
      lead: 'One host is never asked by two at a time, and there is a second between two requests. After a failure the pause grows, up to a day.',
      chips: [
        { label: 'Most sources', url: '/admin/source-hosts', here: by === 'sources' },
        { label: 'Most failing', url: '/admin/source-hosts?by=failing', here: by === 'failing' },
      ],
      hosts: found.slice(0, perPage).map(host => ({ ...host, url: `/admin/sources?host=${encodeURIComponent(host.host)}` })),
      ...(found.length > perPage && { next: address(page + 1) }),
      ...(page > 1 && { first: address(1) }),
    }
  },
} satisfies PanelPage
