import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Site } from '../site.ts'
import { readLock } from './lock-file.ts'
import { packagesFolder } from './package-store.ts'
import { keptOffers, sweepOffers } from './plugin-offer.ts'

/** What nobody agreed to within this time is thrown away. */
const keptFor = 86_400_000

/**
 * Removes versions that the lock file does not name: packages that were looked at and not installed, and old versions. When the lock
 * file cannot be read it throws, and nothing is removed; neither is anything of a plugin that should be in it but is not.
 */
export async function sweepPackages({ config, db, now }: Site): Promise<void> {
  await sweepOffers({ db, now })
  const store = packagesFolder(config)
  if (!existsSync(store)) return
  const { plugins } = readLock(config.dataDir)
  const rows: { name: string }[] = await db('plugin_packages').select('name')
  const offers = await keptOffers(db)
  const lost = new Set(rows.map(row => row.name).filter(name => !plugins[name]?.active))
  for (const name of readdirSync(store)) {
    const folder = join(store, name)
    if (name === 'node_modules' || name === 'package.json' || lost.has(name)) continue
    if (name.startsWith('.draft-')) sweep(folder, now())
    else {
      const { active, earlier = [] } = plugins[name] ?? {}
      const offered = offers.flatMap(offer => (offer.name === name ? offer.package : []))
      const kept = new Set([active?.id, ...earlier.map(version => version.id), ...offered])
      for (const id of readdirSync(folder)) if (!kept.has(id)) sweep(join(folder, id), now())
      if (readdirSync(folder).length === 0) rmSync(folder, { recursive: true })
    }
  }
}

function sweep(folder: string, now: Date): void {
  if (now.getTime() - statSync(folder).mtimeMs > keptFor) rmSync(folder, { recursive: true, force: true })
}
