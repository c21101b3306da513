import { listPlugins, type PanelPage, type PluginView } from 'core/control'

const states: Record<PluginView['state'], { label: string; state: string }> = {
  on: { label: 'on', state: 'good' },
  off: { label: 'off', state: 'resting' },
  broken: { label: 'does not run', state: 'bad' },
}

/** What the site can do beyond its core. */
export default {
  title: 'Plugins',
  section: 'Platform',
  order: 21,
  permission: 'plugins',
  async show({ site, actor }) {
    const plugins = await listPlugins(site, actor)
    return {
      plugins: plugins.map(plugin => ({ ...plugin, ...states[plugin.state], isOff: plugin.state === 'off', isOn: plugin.state === 'on' })),
    }
  },
} satisfies PanelPage
