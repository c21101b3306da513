import type { Actor } from '../actor.ts'
import { bumpVersion } from '../config/settings-store.ts'
import { forbidden, notFound } from '../errors.ts'
import type { Site } from '../site.ts'
import type { PluginInput } from './enable-plugin.ts'
import { findPlugins } from './find-plugins.ts'
import { orderPlugins } from './order-plugins.ts'
import { canManagePlugins } from './plugin-access.ts'
import { readPluginStates, writePluginState } from './plugin-states.ts'

export interface Disabled {
  name: string
  state: 'off'
  /** Plugins that were on and cannot go on without it. */
  alsoOff: string[]
}

/** Switches a plugin off; every process of the site follows soon. What members wrote with it stays. */
export async function disablePlugin(site: Site, actor: Actor, { name }: PluginInput): Promise<Disabled> {
  if (!canManagePlugins(actor)) throw forbidden('Only admins can switch plugins off.')
  const { plugins, problems } = findPlugins(site.pluginFolders, site.config.root)
  if (!problems.has(name) && !plugins.some(plugin => plugin.name === name)) throw notFound('plugin')

  return site.db.transaction(async trx => {
    const states = [...(await readPluginStates(trx)).values()]
    const off = states.filter(state => state.disabledAt !== null).map(state => state.name)
    const before = orderPlugins(plugins, new Set(off)).ordered
    const after = orderPlugins(plugins, new Set([...off, name])).ordered
    await writePluginState(trx, { name, disabledAt: site.now().toISOString(), problem: null }, site.now())
    await bumpVersion(trx, 'plugins')
    const alsoOff = before.filter(plugin => plugin.name !== name && !after.includes(plugin)).map(plugin => plugin.name)
    return { name, state: 'off' as const, alsoOff }
  })
}
