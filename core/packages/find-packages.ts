import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { IncompatibleError, type Manifest, ManifestError, parseManifest } from '../plugin-contract/manifest.ts'
import { draftSource, isGranted, LockError, type LockedVersion, readLock } from './lock-file.ts'
import { findDifference, sha256 } from './package-files.ts'
import { packageFolder, packagesFolder, readFolder } from './package-store.ts'

/** The active version of an installed package. */
export interface FoundPackage {
  name: string
  /** Id of the version: another one means that the plugin was updated or taken back. */
  id: string
  folder: string
  manifest: Manifest
  /** Somebody works on it at this moment: then it runs in place of a folder of the same name. */
  isDraft: boolean
  /** Reads every file and throws when one is not what was installed. To be called before its code runs. */
  verify(): void
}

export interface FoundPackages {
  packages: FoundPackage[]
  /** Why installed packages cannot be used, by name. */
  problems: Map<string, string>
  incompatible: Set<string>
}

/**
 * Every installed package, as the lock file says. Only its manifest is read and compared with the lock here; `verify` looks at the
 * rest. Without a lock file that this site wrote, nothing is found but problems.
 */
export function findPackages({ dataDir, root }: { dataDir: string; root: string }): FoundPackages {
  const found: FoundPackages = { packages: [], problems: new Map(), incompatible: new Set() }
  try {
    for (const [name, { active }] of Object.entries(readLock(dataDir).plugins)) {
      if (active) lookAt(found, name, active, { dataDir, root })
    }
  } catch (error) {
    if (!(error instanceof LockError)) throw error
    for (const name of listStored(dataDir)) found.problems.set(name, error.message)
  }
  return found
}

function lookAt(found: FoundPackages, name: string, active: LockedVersion, { dataDir, root }: { dataDir: string; root: string }): void {
  try {
    const folder = packageFolder({ dataDir }, name, active.id)
    if (active.revoked !== undefined)
      throw new ManifestError(`Version ${active.version} was taken back: ${active.revoked} Update or remove it.`)
    const text = readManifest(folder, active, name)
    const manifest = parseManifest(text, relative(root, join(folder, 'plugin.json')), name)
    if (!isGranted(manifest.capabilities, active.capabilities))
      throw new ManifestError(`It asks for more than it was granted when it was installed. ${again(name)}`)
    found.packages.push({
      name,
      id: active.id,
      isDraft: active.from === draftSource,
      folder,
      manifest,
      verify: () => verify(folder, active, name),
    })
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error
    found.problems.set(name, error.message)
    if (error instanceof IncompatibleError) found.incompatible.add(name)
  }
}

function readManifest(folder: string, active: LockedVersion, name: string): string {
  const file = join(folder, 'plugin.json')
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  if (text === '') throw new ManifestError(`Its files are not there: the file "plugin.json" is missing. ${again(name)}`)
  if (sha256(text) !== active.files['plugin.json'])
    throw new ManifestError(`Its files were changed after it was installed: the file "plugin.json" was changed. ${again(name)}`)
  return text
}

function verify(folder: string, active: LockedVersion, name: string): void {
  const files = readFolder(folder)
  // The two files about the files are in the lock as well.
  const difference = findDifference(files, new Map(Object.entries(active.files)))
  if (difference) throw new Error(`Its files were changed after it was installed: ${difference}. ${again(name)}`)
}

function again(name: string): string {
  return `It is not run. Install it again: npx tributary plugin install FILE, or remove it: npx tributary plugin remove ${name}`
}

function listStored(dataDir: string): string[] {
  const folder = packagesFolder({ dataDir })
  if (!existsSync(folder)) return []
  return readdirSync(folder).filter(
    name =>
      /^[a-z][a-z0-9-]*$/.test(name) &&
      name !== 'node_modules' &&
      !existsSync(join(folder, name, 'plugin.json')) &&
      existsSync(join(folder, name)) &&
      !name.endsWith('.json'),
  )
}
