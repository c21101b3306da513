import { countSources, listSiteSources, listTasks, type PanelPage, type SourceFilter, type SourceShow } from 'core/control'
import { sourceTabs } from '../tabs/source-tabs.ts'

const perPage = 50
const shows: Record<SourceShow, string> = { all: 'All', failing: 'Failing', paused: 'Paused', never: 'Never fetched' }

/** All members' sources and how they are doing. */
export default {
  title: 'Sources',
  section: 'Content',
  order: 9,
  permission: 'sources',
  async show({ site, actor, query }) {
    const { show = 'all', service = '', host = '', search = '', after = '' } = query
    const chosen = (Object.hasOwn(shows, show) ? show : 'all') as SourceShow
    const filter: SourceFilter = { show: chosen, service, host, search, after, limit: perPage + 1 }
    const [found, counts, tasks] = await Promise.all([
      listSiteSources(site, actor, filter),
      countSources(site),
      listTasks(site, actor, { names: ['sources.refetch'], open: true }),
    ])
    const sources = found.slice(0, perPage)
    const last = sources.at(-1)
    const address = (more: Record<string, string>): string => addressOf({ show: chosen, service, host, search, ...more })
    return {
      tabs: sourceTabs('sources'),
      chips: [
        ...Object.entries(shows).map(([name, label]) => ({
          label,
          url: address({ show: name }),
          here: name === chosen,
          count: counts[name as SourceShow],
        })),
        ...(service ? [{ label: `${service} ×`, url: address({ service: '' }), here: true }] : []),
        ...(host ? [{ label: `${host} ×`, url: address({ host: '' }), here: true }] : []),
      ],
      ...{ search, show: chosen, service, host, tasks, back: address({ after }) },
      ...(tasks.length > 0 && { refresh: 4 }),
      refetch: host ? { host } : {},
      sources: sources.map(source => ({
        ...source,
        input: { id: source.id },
        hostUrl: addressOf({ host: source.host ?? '' }),
        serviceUrl: addressOf({ service: source.service ?? '' }),
        every: every(source.intervalMinutes),
      })),
      filtered: chosen !== 'all' || service !== '' || host !== '' || search !== '',
      ...(found.length > perPage && last && { next: address({ after: last.id }) }),
      ...(after && { first: address({}) }),
    }
  },
} satisfies PanelPage

function addressOf(values: Record<string, string>): string {
  const given = Object.entries(values).filter(([name, value]) => value !== '' && !(name === 'show' && value === 'all'))
  return given.length > 0 ? `/admin/sources?${new URLSearchParams(given)}` : '/admin/sources'
}

function every(minutes: number): string {
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`
}
