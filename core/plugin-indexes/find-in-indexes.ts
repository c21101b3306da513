import { gt, satisfies } from 'semver'
import { type LockedPlugin, readLock } from '../packages/lock-file.ts'
import { apiVersion } from '../plugin-contract/api-version.ts'
import type { Site } from '../site.ts'
import { whyRevoked } from './follow-revocations.ts'
import { type KnownIndex, listIndexes } from './index-cache.ts'
import type { IndexedPlugin, IndexedVersion } from './plugin-index.ts'

/** A plugin of an index in the newest version that this site could run. */
export interface Offer {
  plugin: IndexedPlugin
  /** Nothing when no version is for this site. */
  version?: IndexedVersion
  /** Address and title of the index. */
  from: string
  indexTitle: string
  /** The version that is installed here. */
  installed?: string
  /** Why this version was taken back here by itself. It is not suggested again. */
  failed?: string
  /** Out for long enough that somebody would have noticed, and not taken back here. */
  isSettled: boolean
}

/** Plugins of all indexes that have the words in name, title or description, by title. Of one that several have, the first index counts. */
export function findOffers(site: Site, words = ''): Offer[] {
  const indexes = listIndexes(site.config)
  const { plugins: locked } = readLock(site.config.dataDir)
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  const offers = new Map<string, Offer>()
  for (const known of indexes) {
    for (const plugin of known.index?.plugins ?? []) {
      const said = `${plugin.name} ${plugin.title} ${plugin.description} ${plugin.author ?? ''}`.toLowerCase()
      if (offers.has(plugin.name) || !wanted.every(word => said.includes(word))) continue
      offers.set(plugin.name, makeOffer(site, indexes, known, plugin, locked[plugin.name]))
    }
  }
  return [...offers.values()].sort((a, b) => a.plugin.title.localeCompare(b.plugin.title, 'en'))
}

/** Newer versions of what is installed here. */
export function findUpdates(site: Site): Offer[] {
  return findOffers(site).filter(({ version, installed }) => version && installed && gt(version.version, installed))
}

/** One version of one plugin, for who names it. The newest when no version is named. */
export function findOffer(site: Site, name: string, version?: string): { version: IndexedVersion; from: string } | undefined {
  for (const { index, url } of listIndexes(site.config)) {
    const plugin = index?.plugins.find(one => one.name === name)
    const found =
      version === undefined
        ? plugin && newestFor(site, listIndexes(site.config), plugin)
        : plugin?.versions.find(one => one.version === version)
    if (found) return { version: found, from: url }
  }
  return undefined
}

function makeOffer(
  site: Site,
  indexes: KnownIndex[],
  { url, title }: KnownIndex,
  plugin: IndexedPlugin,
  locked: LockedPlugin | undefined,
): Offer {
  const version = newestFor(site, indexes, plugin)
  const installed = locked?.active?.version
  const failed = locked?.earlier.find(one => one.version === version?.version)?.failed
  const age = version ? site.now().getTime() - Date.parse(version.publishedAt) : 0
  return {
    plugin,
    ...(version && { version }),
    from: url,
    indexTitle: title,
    ...(installed && { installed }),
    ...(failed !== undefined && { failed }),
    isSettled: failed === undefined && age >= site.config.plugins.minimumAgeHours * 3_600_000,
  }
}

function newestFor(_site: Site, indexes: KnownIndex[], { name, versions }: IndexedPlugin): IndexedVersion | undefined {
  return versions
    .filter(({ api, version }) => satisfies(apiVersion, api) && whyRevoked(indexes, name, version) === undefined)
    .sort((a, b) => (gt(a.version, b.version) ? -1 : 1))[0]
}
