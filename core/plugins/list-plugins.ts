import type { Actor } from '../actor.ts'
import { forbidden } from '../errors.ts'
import type { Capability } from '../plugin-contract/capabilities.ts'
import type { Manifest } from '../plugin-contract/manifest.ts'
import type { Site } from '../site.ts'
import { findPlugins } from './find-plugins.ts'
import { orderPlugins } from './order-plugins.ts'
import { canManagePlugins } from './plugin-access.ts'
import { isOff, readPluginStates } from './plugin-states.ts'

/** A plugin as the admin and the command line show it. */
export interface PluginView {
  name: string
  version?: string
  runtime?: Manifest['runtime']
  /** failed: it does not run, and `reason` says why. incompatible: it is made for another version of the site. quarantined: the site switched it off. */
  state: 'enabled' | 'disabled' | 'failed' | 'incompatible' | 'quarantined'
  title?: string
  description?: string
  requires?: string[]
  /** It has settings to change. */
  hasSettings?: boolean
  capabilities?: Capability[]
  /** Why it does not run, although it is not switched off. */
  reason?: string
}

/** Every plugin on disk, by name. Runs none of their code: that a plugin failed when it started is known from the last start. */
export async function listPlugins(site: Site, actor: Actor): Promise<PluginView[]> {
  if (!canManagePlugins(actor)) throw forbidden('Only admins can see the list of plugins.')
  const states = await readPluginStates(site.db)
  const isDisabled = (name: string): boolean => (states.get(name)?.disabledAt ?? null) !== null
  const isQuarantined = (name: string): boolean => (states.get(name)?.quarantinedAt ?? null) !== null
  const { plugins, problems, incompatible } = findPlugins(site)
  const unmet = orderPlugins(plugins, new Set([...states.values()].filter(isOff).map(state => state.name))).problems

  const unreadable = [...problems].map(([name, reason]): PluginView => {
    const state = isDisabled(name) ? 'disabled' : incompatible.has(name) ? 'incompatible' : 'failed'
    return { name, state, ...(state !== 'disabled' && { reason }) }
  })
  const readable = plugins.map(({ name, manifest }): PluginView => {
    const { version, runtime, title, description, requires, capabilities } = manifest
    const reason = isDisabled(name) ? undefined : (unmet.get(name) ?? states.get(name)?.problem ?? undefined)
    const running = reason === undefined ? 'enabled' : 'failed'
    const state = isDisabled(name) ? 'disabled' : isQuarantined(name) ? 'quarantined' : running
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
