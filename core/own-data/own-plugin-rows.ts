import { countPersonalTables } from '../plugin-data/personal-tables.ts'
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

/** How much plugins keep about a member, in their collections and their own tables, also those that are switched off or gone. */
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
  const found = [
    ...rows.map(({ plugin, collection, count }) => ({
      plugin,
      what: plugins.get(plugin)?.collections[collection]?.personal?.says ?? collection,
      count: Number(count),
    })),
    ...(await countPersonalTables(db, memberId)).map(({ plugin, says, count }) => ({ plugin, what: says, count })),
  ]
  return found.map(({ plugin, what, count }) => {
    const page = pages.find(one => one.plugin === plugin && one.declared.for === 'members' && one.declared.path === '/')
    return { title: plugins.get(plugin)?.title ?? plugin, what, count, ...(page && { url: `/plugins/${plugin}/` }) }
  })
}
