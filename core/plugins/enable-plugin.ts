import { type Static, Type } from 'typebox'
import type { Actor } from '../actor.ts'
import { bumpVersion } from '../config/settings-store.ts'
import { conflict, forbidden, notFound } from '../errors.ts'
import type { Site } from '../site.ts'
import { findPlugins } from './find-plugins.ts'
import { orderPlugins } from './order-plugins.ts'
import { canManagePlugins } from './plugin-access.ts'
import { readPluginStates, writePluginState } from './plugin-states.ts'

export const pluginInput = Type.Object({ name: Type.String({ minLength: 1, maxLength: 80 }) })
export type PluginInput = Static<typeof pluginInput>

/** Switches a plugin on; every process of the site follows soon. Also tries again to start one that failed. */
export async function enablePlugin(site: Site, actor: Actor, { name }: PluginInput): Promise<{ name: string; state: 'on' }> {
  if (!canManagePlugins(actor)) throw forbidden('Only admins can switch plugins on.')
  const { plugins, problems } = findPlugins(site.pluginFolders, site.config.root)
  const unreadable = problems.get(name)
  if (unreadable !== undefined) throw conflict(unreadable)
  if (!plugins.some(plugin => plugin.name === name)) throw notFound('plugin')

  await site.db.transaction(async trx => {
    const states = [...(await readPluginStates(trx)).values()]
    const off = states.filter(state => state.disabledAt !== null && state.name !== name).map(state => state.name)
    const unmet = orderPlugins(plugins, new Set(off)).problems.get(name)
    if (unmet !== undefined) throw conflict(unmet)
    await writePluginState(trx, { name, disabledAt: null, problem: null }, site.now())
    await bumpVersion(trx, 'plugins')
  })
  return { name, state: 'on' }
}
