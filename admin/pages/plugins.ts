import { listPlugins, type PanelPage, type PluginView } from 'core/control'

const states: Record<PluginView['state'], { label: string; state: string }> = {
  enabled: { label: 'on', state: 'good' },
  disabled: { label: 'off', state: 'resting' },
  failed: { label: 'does not run', state: 'bad' },
  quarantined: { label: 'switched off, because it failed', state: 'bad' },
  incompatible: { label: 'for another version', state: 'bad' },
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
      plugins: plugins.map(plugin => ({
        ...plugin,
        ...states[plugin.state],
        isOff: plugin.state === 'disabled',
        isOn: plugin.state === 'enabled',
      })),
    }
  },
} satisfies PanelPage
