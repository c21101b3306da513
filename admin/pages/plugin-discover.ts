import {
  fetchPackage,
  findOffers,
  type KnownIndex,
  listIndexes,
  type Offer,
  type PanelPage,
  type PanelRequest,
  refreshIndexes,
  stagePackage,
} from 'core/control'
import { placeOf } from '../plugins/plugin-look.ts'
import { pluginTabs } from '../plugins/plugin-tabs.ts'

const most = 60

/** Plugins that can be had: from the indexes that the operator chose, or from a file. */
export default {
  title: 'Plugins',
  permission: 'plugins',
  actions: ['plugin.install'],
  async show({ site, query, problems }) {
    const { q = '' } = query
    const offers = findOffers(site, q)
    const indexes = listIndexes(site.config)
    return {
      under: 'plugins',
      tabs: pluginTabs({ site }, 'plugin-discover'),
      q,
      offers: offers.slice(0, most).map(viewOffer),
      more: offers.length > most,
      indexes: indexes.map(viewIndex),
      waits: indexes.some(({ fetchedAt }) => !fetchedAt),
      canInstall: site.config.plugins.install === 'on',
      problem: problems.file ?? problems.pictures,
    }
  },
  async submit(request) {
    const { site, body } = request
    if (body.do === 'refresh') {
      await refreshIndexes(site, { now: true })
      return { notice: 'Looked at the indexes.', url: '/admin/plugin-discover' }
    }
    const staged = body.do === 'fetch' ? await fetchNamed(request) : await takeFile(request)
    return { notice: 'The package is checked. Nothing of it has run yet.', url: `/admin/plugin-install?${new URLSearchParams(staged)}` }
  },
} satisfies PanelPage

async function fetchNamed({ site, actor, body }: PanelRequest): Promise<Record<string, string>> {
  const { name, id, from } = await fetchPackage(site, actor, { name: String(body.name), version: String(body.version) })
  return { name, package: id, from }
}

async function takeFile({ site, actor, files }: PanelRequest): Promise<Record<string, string>> {
  const [file] = files
  // No file is an empty one, which is no package; the core says so.
  const { name, id } = await stagePackage(site, actor, file?.bytes ?? Buffer.alloc(0))
  return { name, package: id }
}

function viewOffer({ plugin, version, installed, indexTitle }: Offer): object {
  const isNewer = version !== undefined && installed !== undefined && version.version !== installed
  return {
    ...plugin,
    version: version?.version,
    publishedAt: version?.publishedAt,
    where: placeOf(version?.runtime),
    indexTitle,
    installed,
    button: installed === undefined ? 'Look at it' : 'Look at the update',
    canHave: version !== undefined && (installed === undefined || isNewer),
  }
}

function viewIndex({ url, title, index, fetchedAt, problem }: KnownIndex): object {
  return { url, title, plugins: index?.plugins.length ?? 0, fetchedAt, problem }
}
