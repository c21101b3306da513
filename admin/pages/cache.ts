import { gigabytes, type PanelPage } from 'core/control'

/** Pictures of other sites that are kept here. */
export default {
  title: 'Cache',
  section: 'System',
  order: 45,
  permission: 'system',
  async show({ site }) {
    const most = site.config.media.cacheMegabytes
    const bytes = await site.images.size()
    return {
      size: gigabytes(bytes),
      most: gigabytes(most * 1e6),
      share: Math.min(100, Math.round(bytes / most / 1e4)),
      lead: 'Pictures of other sites are kept here, so that readers need not ask those sites for them. The oldest go first when there is no room left.',
    }
  },
} satisfies PanelPage
