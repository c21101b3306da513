import type { Actor } from '../actor.ts'
import { forbidden } from '../errors.ts'
import type { Site } from '../site.ts'
import { findPlugins } from './find-plugins.ts'
import type { Manifest } from './manifest.ts'
import { orderPlugins } from './order-plugins.ts'
import { canManagePlugins } from './plugin-access.ts'
import { readPluginStates } from './plugin-states.ts'

/** A plugin as the admin and the command line show it. */
export interface PluginView {
  name: string
  version?: string
  runtime?: Manifest['runtime']
  /** failed: it does not run, and `reason` says why. incompatible: it is made for another version of the site. */
  state: 'enabled' | 'disabled' | 'failed' | 'incompatible'
  title?: string
  description?: string
  requires?: string[]
  /** It has settings to change. */
  hasSettings?: boolean
  capabilities?: { id: string; reason: string }[]
  /** Why it does not run, although it is not switched off. */
  reason?: string
}

/** Every plugin on disk, by name. Runs none of their code: that a plugin failed when it started is known from the last start. */
export async function listPlugins(site: Site, actor: Actor): Promise<PluginView[]> {
  if (!canManagePlugins(actor)) throw forbidden('Only admins can see the list of plugins.')
  const states = await readPluginStates(site.db)
  const isOff = (name: string): boolean => (states.get(name)?.disabledAt ?? null) !== null
  const { plugins, problems, incompatible } = findPlugins(site)
  const unmet = orderPlugins(plugins, new Set([...states.keys()].filter(isOff))).problems

  const unreadable = [...problems].map(([name, reason]): PluginView => {
    const state = isOff(name) ? 'disabled' : incompatible.has(name) ? 'incompatible' : 'failed'
    return { name, state, ...(state !== 'disabled' && { reason }) }
  })
  const readable = plugins.map(({ name, manifest }): PluginView => {
    const { version, runtime, title, description, requires, capabilities } = manifest
    const reason = isOff(name) ? undefined : (unmet.get(name) ?? states.get(name)?.problem ?? undefined)
    const state = isOff(name) ? 'disabled' : reason === undefined ? 'enabled' : 'failed'
    return {
      name,
      version,
      runtime,
      state,
      title,
      description,
      requires,
      capabilities,
      hasSettings: manifest.settings !== undefined,
      ...(reason !== undefined && { reason }),
    }
  })
  return [...unreadable, ...readable].sort((a, b) => (a.name < b.name ? -1 : 1))
}
