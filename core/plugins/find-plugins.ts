import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { findPackages } from '../packages/find-packages.ts'
import { IncompatibleError, type Manifest, ManifestError, parseManifest } from '../plugin-contract/manifest.ts'

/** A plugin's folder as it lies on disk. Nothing of its code has run. */
export interface FoundPlugin {
  /** Name of the folder, which is the name of the plugin. */
  name: string
  folder: string
  manifest: Manifest
  /** `folder`: bundled, or put there by hand. `package`: installed, checked against the lock file. */
  source: 'folder' | 'package'
  /** What lies there now. When it is not what runs, the plugin is to be swapped. */
  id: string
  /** Throws when the files are not what was installed. To be called before any of the code runs. */
  verify?(): void
}

/** What of a site says where plugins lie. */
export interface PluginPlaces {
  readonly pluginFolders: readonly string[]
  readonly config: { readonly root: string; readonly dataDir: string }
}

export interface FoundPlugins {
  plugins: FoundPlugin[]
  /** Why folders cannot be used, by the name of the folder. */
  problems: Map<string, string>
  /** Those of them that are made for another version of the site. */
  incompatible: Set<string>
}

/**
 * Reads and checks every `plugin.json` in the site's folders and of the installed packages. A folder wins over a package of the same
 * name: whoever put it there wants to see it run.
 */
export function findPlugins({ pluginFolders, config }: PluginPlaces): FoundPlugins {
  const { root } = config
  const plugins = new Map<string, FoundPlugin>()
  const problems = new Map<string, string>()
  const incompatible = new Set<string>()
  const isKnown = (name: string): boolean => plugins.has(name) || problems.has(name)
  for (const folder of pluginFolders.flatMap(listFolders)) {
    const { name, path } = folder
    const file = relative(root, join(path, 'plugin.json'))
    const twin = plugins.get(name)
    try {
      if (twin) throw new ManifestError(`${file}: there is a plugin of this name in ${relative(root, twin.folder)} already.`)
      if (lstatSync(path).isSymbolicLink()) {
        throw new ManifestError(`${relative(root, path)} should be a folder, but is a link. Copy the plugin to this place.`)
      }
      const manifest = parseManifest(readFileSync(join(path, 'plugin.json'), 'utf8'), file, name)
      plugins.set(name, { name, folder: path, manifest, source: 'folder', id: path })
    } catch (error) {
      if (!(error instanceof ManifestError)) throw error
      problems.set(name, error.message)
      if (error instanceof IncompatibleError) incompatible.add(name)
    }
  }
  const installed = findPackages(config)
  for (const { isDraft, ...found } of installed.packages) {
    if (isDraft || !isKnown(found.name)) plugins.set(found.name, { ...found, source: 'package' })
  }
  for (const [name, problem] of installed.problems) {
    if (isKnown(name)) continue
    problems.set(name, problem)
    if (installed.incompatible.has(name)) incompatible.add(name)
  }
  return { plugins: [...plugins.values()], problems, incompatible }
}

function listFolders(folder: string): { name: string; path: string }[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .sort()
    .map(name => ({ name, path: join(folder, name) }))
    .filter(({ path }) => existsSync(join(path, 'plugin.json')))
}
