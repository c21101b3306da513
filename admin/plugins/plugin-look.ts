import type { PluginView } from 'core/control'

const looks: Record<string, { label: string; mark: string }> = {
  enabled: { label: 'On', mark: 'good' },
  disabled: { label: 'Off', mark: 'resting' },
  failed: { label: 'Does not run', mark: 'bad' },
  incompatible: { label: 'For another version', mark: 'bad' },
  quarantined: { label: 'Stopped, failed too often', mark: 'bad' },
}

/** What a plugin looks like in a list: its state as a word and a mark, and what can be done about it. */
export function pluginLook(plugin: PluginView): object {
  return {
    ...plugin,
    ...(looks[plugin.state] ?? looks.failed),
    shown: plugin.title ?? plugin.name,
    url: `/admin/plugin?name=${plugin.name}`,
    where: placeOf(plugin.runtime),
    isOn: plugin.state === 'enabled',
    isOff: plugin.state === 'disabled',
    isBroken: plugin.state !== 'enabled' && plugin.state !== 'disabled',
    input: { name: plugin.name },
  }
}

/** Where its code runs, in words. */
export function placeOf(runtime: string | undefined): string {
  if (runtime === 'sandbox') return 'in a sandbox'
  if (runtime === 'declarative') return 'without code'
  return runtime === 'trusted' ? 'inside the site' : ''
}
