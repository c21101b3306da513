import { gt } from 'semver'
import { bumpVersion } from '../config/settings-store.ts'
import type { Site } from '../site.ts'
import { changeLock, draftSource, type Lock, type LockedVersion } from './lock-file.ts'
import { sha256 } from './package-files.ts'
import type { PublisherKey } from './package-signature.ts'
import type { PluginPackage } from './read-package.ts'

/** How many versions are kept to go back to. */
const keptVersions = 4

/** What the lock file says about a package. */
export function lockedVersion({ id, manifest, checksums, files, signature }: PluginPackage, from: string, now: Date): LockedVersion {
  return {
    id,
    version: manifest.version,
    checksums,
    files: Object.fromEntries([...files].map(([path, bytes]) => [path, sha256(bytes)])),
    capabilities: manifest.capabilities.map(capability => ({ ...capability })),
    publisher: signature?.key ?? null,
    from,
    installedAt: now.toISOString(),
  }
}

/** Makes a version the one that runs. The one before it is kept. Harmless to do twice. */
export function activatePackage(site: Site, name: string, version: LockedVersion, publisher: PublisherKey | null): Promise<void> {
  return change(site, lock => {
    const known = lock.plugins[name] ?? { earlier: [], publisher: null, newest: version.version }
    // Of what somebody works on, only the last one that ran is kept.
    const isKept = ({ id, from }: LockedVersion): boolean => id !== version.id && (from !== draftSource || id === known.active?.id)
    const before = [...(known.active ? [known.active] : []), ...known.earlier].filter(isKept)
    lock.plugins[name] = {
      active: version,
      earlier: before.slice(0, keptVersions),
      // A plugin that was not signed at first belongs to the first who signs it.
      publisher: publisher ?? known.publisher,
      newest: gt(version.version, known.newest) ? version.version : known.newest,
    }
  })
}

/** Goes back to an earlier version. What ran until now is kept among the earlier ones, with why it failed if it did. */
export function returnToPackage(site: Site, name: string, id: string, failed?: string): Promise<void> {
  return change(site, lock => {
    const known = lock.plugins[name]
    const wanted = known?.earlier.find(version => version.id === id)
    if (!known || !wanted) return
    const left = known.active ? [{ ...known.active, ...(failed !== undefined && { failed }) }] : []
    const { failed: _over, ...active } = wanted
    lock.plugins[name] = { ...known, active, earlier: [...left, ...known.earlier.filter(version => version !== wanted)] }
  })
}

/** Takes a plugin out. While its data is kept, so is whose it is. */
export function releasePackage(site: Site, name: string, data: 'keep' | 'delete'): Promise<void> {
  return change(site, lock => {
    const known = lock.plugins[name]
    if (known && data === 'keep') lock.plugins[name] = { earlier: [], publisher: known.publisher, newest: known.newest }
    else delete lock.plugins[name]
  })
}

/** Changes the lock file, and lets every process look at it again. */
async function change(site: Site, how: (lock: Lock) => void): Promise<void> {
  await changeLock(site.config.dataDir, how)
  await site.db.transaction(trx => bumpVersion(trx, 'plugins'))
}
