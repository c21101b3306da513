import { findUpdates, listIndexes, type PanelPage } from 'core/control'
import { pluginTabs } from '../plugins/plugin-tabs.ts'

/** Newer versions of what is installed. */
export default {
  title: 'Plugins',
  permission: 'plugins',
  async show({ site }) {
    const updates = findUpdates(site)
    return {
      under: 'plugins',
      tabs: pluginTabs({ site }, 'plugin-updates'),
      updates: updates.map(({ plugin, version, installed, isSettled, failed, indexTitle }) => ({
        ...plugin,
        version: version?.version,
        publishedAt: version?.publishedAt,
        installed,
        isSettled,
        failed,
        indexTitle,
      })),
      hours: site.config.plugins.minimumAgeHours,
      hasIndexes: listIndexes(site.config).length > 0,
      canInstall: site.config.plugins.install === 'on',
    }
  },
} satisfies PanelPage
