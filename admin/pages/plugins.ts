import { listPlugins, type PanelPage } from 'core/control'
import { pluginLook } from '../plugins/plugin-look.ts'
import { pluginTabs } from '../plugins/plugin-tabs.ts'

/** What the site can do beyond its core. */
export default {
  title: 'Plugins',
  section: 'Platform',
  order: 21,
  permission: 'plugins',
  actions: ['plugin.enable', 'plugin.disable'],
  async show({ site, actor }) {
    const plugins = await listPlugins(site, actor)
    // What needs somebody stands on top.
    const byNeed = [...plugins].sort(
      (a, b) => Number(b.state !== 'enabled' && b.state !== 'disabled') - Number(a.state !== 'enabled' && a.state !== 'disabled'),
    )
    return { isSafe: site.safe, tabs: pluginTabs({ site }, 'plugins'), plugins: byNeed.map(pluginLook) }
  },
} satisfies PanelPage
