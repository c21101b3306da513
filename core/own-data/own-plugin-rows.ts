import type { Registry } from '../plugins/registry.ts'
import type { Site } from '../site.ts'

/** What one plugin keeps about a member. */
export interface PluginRows {
  title: string
  /** As its manifest says it; the name of the collection where it is gone or says nothing. */
  what: string
  count: number
  /** Its own page for members, where it has one. */
  url?: string
}

/** How much plugins keep about a member, also those that are switched off or gone. */
export async function ownPluginRows(
  { db }: Pick<Site, 'db'>,
  { plugins, pages }: Pick<Registry, 'plugins' | 'pages'>,
  memberId: string,
): Promise<PluginRows[]> {
  const rows: { plugin: string; collection: string; count: number | string }[] = await db('plugin_rows')
    .where({ memberId })
    .groupBy('plugin', 'collection')
    .orderBy(['plugin', 'collection'])
    .select('plugin', 'collection')
    .count('* as count')
  return rows.map(({ plugin, collection, count }) => {
    const manifest = plugins.get(plugin)
    const page = pages.find(one => one.plugin === plugin && one.declared.for === 'members' && one.declared.path === '/')
    return {
      title: manifest?.title ?? plugin,
      what: manifest?.collections[collection]?.personal?.says ?? collection,
      count: Number(count),
      ...(page && { url: `/plugins/${plugin}/` }),
    }
  })
}
