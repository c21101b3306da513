import type { EventListener } from '../jobs/outbox.ts'
import type { Site } from '../site.ts'
import type { Registry } from './registry.ts'

export interface PluginsOptions {
  folders: string[]
  /** Loads nothing. */
  safe: boolean
}

export interface Plugins {
  readonly registry: Registry
  /** One listener of the outbox for each listener of a plugin. */
  eventListeners(): EventListener[]
  /** Follows what another process enabled or disabled. */
  refresh(): Promise<void>
  close(): Promise<void>
}

const empty: Registry = { sourceTypes: new Map(), services: [], listeners: new Map(), filters: new Map(), frameHosts: [] }

export async function openPlugins(_site: Site, _options: PluginsOptions): Promise<Plugins> {
  return { registry: empty, eventListeners: () => [], refresh: async () => {}, close: async () => {} }
}
