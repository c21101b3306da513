import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { IncompatibleError, type Manifest, ManifestError, parseManifest } from './manifest.ts'

/** A plugin's folder as it lies on disk. Nothing of its code has run. */
export interface FoundPlugin {
  /** Name of the folder, which is the name of the plugin. */
  name: string
  folder: string
  manifest: Manifest
}

export interface FoundPlugins {
  plugins: FoundPlugin[]
  /** Why folders cannot be used, by the name of the folder. */
  problems: Map<string, string>
  /** Those of them that are made for another version of the site. */
  incompatible: Set<string>
}

/** Reads and checks every `plugin.json` in the folders. `root` shortens the file names in messages. */
export function findPlugins(folders: readonly string[], root: string): FoundPlugins {
  const plugins = new Map<string, FoundPlugin>()
  const problems = new Map<string, string>()
  const incompatible = new Set<string>()
  for (const folder of folders.flatMap(pluginFolders)) {
    const { name, path } = folder
    const file = relative(root, join(path, 'plugin.json'))
    const twin = plugins.get(name)
    try {
      if (twin) throw new ManifestError(`${file}: there is a plugin of this name in ${relative(root, twin.folder)} already.`)
      if (lstatSync(path).isSymbolicLink()) {
        throw new ManifestError(`${relative(root, path)} should be a folder, but is a link. Copy the plugin to this place.`)
      }
      plugins.set(name, { name, folder: path, manifest: parseManifest(readFileSync(join(path, 'plugin.json'), 'utf8'), file, name) })
    } catch (error) {
      if (!(error instanceof ManifestError)) throw error
      problems.set(name, error.message)
      if (error instanceof IncompatibleError) incompatible.add(name)
    }
  }
  return { plugins: [...plugins.values()], problems, incompatible }
}

function pluginFolders(folder: string): { name: string; path: string }[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .sort()
    .map(name => ({ name, path: join(folder, name) }))
    .filter(({ path }) => existsSync(join(path, 'plugin.json')))
}
