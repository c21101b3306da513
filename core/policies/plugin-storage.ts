import type { Manifest } from '../plugin-contract/manifest.ts'
import type { Registry } from '../plugins/registry.ts'

/** What one plugin keeps of members, for the page of the privacy policy. */
export interface PluginStorage {
  title: string
  collections: {
    /** As its manifest says it; else the names of its fields. */
    what: string
    takenAlong: boolean
    /** What becomes of it when the account is deleted. */
    erase: 'delete' | 'empty'
  }[]
  /** Members set something for themselves. */
  ownSettings: boolean
  /** It has tables of its own, of which its manifest says nothing. */
  ownTables: boolean
  /** Where it sends requests; `*` for anywhere. */
  hosts: string[]
  /** What it asks members to allow. */
  consents: { title: string; says: string }[]
}

/** What the plugins that are on keep of members and whom they talk to, by their manifests: as it is at this moment. */
export function pluginStorage({ plugins }: Pick<Registry, 'plugins'>): PluginStorage[] {
  return [...plugins.values()]
    .map(storageOf)
    .filter(one => one.collections.length + one.hosts.length + one.consents.length > 0 || one.ownSettings || one.ownTables)
}

function storageOf({ title, collections, tables, memberSettings, capabilities, contributes }: Manifest): PluginStorage {
  const rows = Object.values(collections).flatMap(({ personal, schema }) =>
    personal ? [{ what: personal.says ?? fieldsOf(schema, personal.by), takenAlong: personal.export, erase: personal.erase }] : [],
  )
  const ofTables = Object.values(tables)
    .flatMap(({ personal }) => personal)
    .map(({ says, columns, leaves }) => ({
      what: says,
      takenAlong: columns.length > 0,
      erase: leaves ? ('empty' as const) : ('delete' as const),
    }))
  return {
    title,
    collections: [...rows, ...ofTables],
    ownSettings: memberSettings !== undefined,
    ownTables: capabilities.some(({ id }) => id === 'database:own') && Object.keys(tables).length === 0,
    hosts: capabilities.flatMap(({ id, hosts }) => (id === 'network:fetch' ? (hosts ?? []) : [])),
    consents: contributes.consents.map(({ title: asks, says }) => ({ title: asks, says })),
  }
}

function fieldsOf(schema: Record<string, unknown>, by: string): string {
  const properties = (schema.properties ?? {}) as Record<string, { title?: string }>
  return Object.entries(properties)
    .filter(([name]) => name !== by)
    .map(([name, { title }]) => title ?? name)
    .join(', ')
}
