import type { Actor } from '../actor.ts'
import { forbidden } from '../errors.ts'
import type { Site } from '../site.ts'
import { findPlugins } from './find-plugins.ts'
import { orderPlugins } from './order-plugins.ts'
import { canManagePlugins } from './plugin-access.ts'
import { readPluginStates } from './plugin-states.ts'

/** A plugin as the admin and the command line show it. */
export interface PluginView {
  name: string
  version?: string
  state: 'on' | 'off' | 'broken'
  title?: string
  description?: string
  requires?: string[]
  capabilities?: { id: string; reason: string }[]
  /** Why it is broken. */
  problem?: string
}

/** Every plugin on disk, by name. Runs none of their code: that a plugin failed when it started is known from the last start. */
export async function listPlugins(site: Site, actor: Actor): Promise<PluginView[]> {
  if (!canManagePlugins(actor)) throw forbidden('Only admins can see the list of plugins.')
  const states = await readPluginStates(site.db)
  const isOff = (name: string): boolean => (states.get(name)?.disabledAt ?? null) !== null
  const { plugins, problems } = findPlugins(site.pluginFolders, site.config.root)
  const unmet = orderPlugins(plugins, new Set([...states.keys()].filter(isOff))).problems

  const broken = [...problems].map(([name, problem]): PluginView => ({ name, state: isOff(name) ? 'off' : 'broken', problem }))
  const readable = plugins.map(({ name, manifest }): PluginView => {
    const { version, title, description, requires, capabilities } = manifest
    const problem = isOff(name) ? undefined : (unmet.get(name) ?? states.get(name)?.problem ?? undefined)
    const state = isOff(name) ? 'off' : problem === undefined ? 'on' : 'broken'
    return { name, version, state, title, description, requires, capabilities, ...(problem !== undefined && { problem }) }
  })
  return [...broken, ...readable].sort((a, b) => (a.name < b.name ? -1 : 1))
}
