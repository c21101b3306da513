import { may } from '../actions/permissions.ts'
import type { Actor } from '../actor.ts'
import { forbidden } from '../errors.ts'
import type { Site } from '../site.ts'
import type { MinuteLimits } from './minute-use.ts'

export interface PluginHealth {
  /** It failed too often and is not asked for the moment. */
  isPaused: boolean
  /** Calls into it since it was switched on in this process. */
  calls: number
  failures: number
  /** Milliseconds that a call took on average. */
  average: number
  /** Milliseconds that it computed within the last minute and may compute, and how often it called the site; only of what has a thread of its own. */
  used?: { computed: number; calls: number; limits: MinuteLimits }
  /** What went wrong the last time. */
  latest?: { what: string; problem: string; at: string }
}

/** How a plugin does in the process that answers; nothing when it is not running. Throws forbidden. */
export function pluginHealth(site: Site, actor: Actor, name: string): PluginHealth | undefined {
  if (!may(actor, 'plugins')) throw forbidden('This needs the permission "plugins".')
  return site.registry.guards.get(name)?.health()
}
