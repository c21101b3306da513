import { bumpVersion } from '../config/settings-store.ts'
import { changeLock, type LockedVersion, readLock } from '../packages/lock-file.ts'
import type { Site } from '../site.ts'
import { listIndexes } from './index-cache.ts'

/** Why an index took this version of a plugin back; nothing when none did. */
export function whyRevoked(indexes: ReturnType<typeof listIndexes>, name: string, version: string): string | undefined {
  for (const { index } of indexes) {
    const found = index?.revoked.find(one => one.name === name && (one.version === version || one.version === '*'))
    if (found) return found.reason
  }
  return undefined
}

/** Writes into the lock file which installed versions were taken back, so that they do not run, and which no longer are. */
export async function followRevocations(site: Site): Promise<void> {
  const indexes = listIndexes(site.config)
  const wrong = (name: string, version: LockedVersion): boolean => version.revoked !== whyRevoked(indexes, name, version.version)
  const all = Object.entries(readLock(site.config.dataDir).plugins)
  if (!all.some(([name, { active, earlier }]) => [...(active ? [active] : []), ...earlier].some(version => wrong(name, version)))) return
  await changeLock(site.config.dataDir, ({ plugins }) => {
    for (const [name, { active, earlier }] of Object.entries(plugins))
      for (const version of [...(active ? [active] : []), ...earlier]) mark(version, whyRevoked(indexes, name, version.version))
  })
  await site.db.transaction(trx => bumpVersion(trx, 'plugins'))
  await site.refresh()
}

function mark(version: LockedVersion, reason: string | undefined): void {
  if (reason === undefined) delete version.revoked
  else version.revoked = reason
}
