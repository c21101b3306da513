import type { Manifest } from '../plugin-contract/manifest.ts'
import type { PluginData } from '../plugin-contract/plugin-handlers.ts'
import type { Site } from '../site.ts'
import { PluginCollection } from './plugin-collection.ts'

/** The collections that a plugin declares, by name, as plain objects that can be handed across a border. */
export function openPluginData(site: Site, { name, collections }: Pick<Manifest, 'name' | 'collections'>): PluginData {
  const opened = Object.entries(collections).map(([collection, declared]) => {
    const rows = new PluginCollection(site, name, collection, declared)
    const methods = ['get', 'list', 'count', 'countBy', 'insert', 'put', 'update', 'remove', 'removeAll'] as const
    return [collection, Object.freeze(Object.fromEntries(methods.map(method => [method, rows[method].bind(rows)])))]
  })
  return Object.freeze(Object.fromEntries(opened)) as PluginData
}
