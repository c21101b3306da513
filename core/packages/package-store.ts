import { randomUUID } from 'node:crypto'
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { notFound } from '../errors.ts'
import type { PackageFiles } from './package-files.ts'
import { checkPackage, type PluginPackage } from './read-package.ts'

/** What of the configuration says where packages lie. */
export interface PackagePlace {
  readonly dataDir: string
  readonly root: string
}

/** Where the installed packages lie: a folder for each plugin, and in it one for each version. */
export function packagesFolder({ dataDir }: Pick<PackagePlace, 'dataDir'>): string {
  return join(dataDir, 'plugins')
}

/** Folder of one version of one plugin. `id` is that of a package. Throws notFound when it cannot be one. */
export function packageFolder(place: Pick<PackagePlace, 'dataDir'>, name: string, id: string): string {
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(name) || !/^\d+\.[\w.+-]+-[0-9a-f]{12}$/.test(id)) throw notFound('package')
  return join(packagesFolder(place), name, id)
}

/** Puts the files of a package in their place, where they stay as they are. Harmless to do twice. */
export function storePackage(place: PackagePlace, { manifest, id, files }: PluginPackage): string {
  const folder = packageFolder(place, manifest.name, id)
  if (existsSync(folder)) {
    // What lies there may have been changed; what was just read was checked.
    if (isSame(folder, files)) return folder
    rmSync(folder, { recursive: true })
  }
  makeStore(place)
  const draft = join(packagesFolder(place), `.draft-${randomUUID()}`)
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(draft, path)), { recursive: true })
    writeFileSync(join(draft, path), bytes, { mode: 0o444, flag: 'wx' })
  }
  mkdirSync(dirname(folder), { recursive: true })
  try {
    renameSync(draft, folder)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    // Another process put the same files there in the meantime.
    if (!existsSync(folder)) throw error
  }
  return folder
}

/** Whether other files lie where those of this package belong; another signature is enough. */
export function isTaken(place: PackagePlace, { manifest, id, files }: PluginPackage): boolean {
  const folder = packageFolder(place, manifest.name, id)
  return existsSync(folder) && !isSame(folder, files)
}

/** Reads every file of a folder. A link counts as a file that holds where it leads to, so that it fits nothing. */
export function readFolder(folder: string): PackageFiles {
  const files: PackageFiles = new Map()
  const read = (part: string): void => {
    for (const name of readdirSync(join(folder, part))) {
      const path = part ? `${part}/${name}` : name
      const stat = lstatSync(join(folder, path))
      if (stat.isDirectory()) read(path)
      else files.set(path, stat.isFile() ? readFileSync(join(folder, path)) : Buffer.from('a link'))
    }
  }
  read('')
  return files
}

/** A package that was stored, checked again. Throws notFound, or invalid with the field `file`. */
export function readStoredPackage(place: PackagePlace, name: string, id: string): PluginPackage {
  const folder = packageFolder(place, name, id)
  if (!existsSync(folder)) throw notFound('package')
  const found = checkPackage(readFolder(folder))
  if (found.manifest.name !== name || found.id !== id) throw notFound('package')
  return found
}

/**
 * The folder itself: what is in it are modules, and `core/api` leads to the core that runs, wherever the data folder lies. A plugin
 * that imports nothing but types does not need it.
 */
function makeStore({ dataDir, root }: PackagePlace): void {
  const store = packagesFolder({ dataDir })
  mkdirSync(join(store, 'node_modules'), { recursive: true })
  const kind = join(store, 'package.json')
  if (!existsSync(kind)) writeFileSync(kind, '{ "type": "module", "private": true }\n')
  const link = join(store, 'node_modules/core')
  rmSync(link, { force: true })
  symlinkSync(join(root, 'core'), link, 'dir')
}

function isSame(folder: string, files: PackageFiles): boolean {
  const there = readFolder(folder)
  return there.size === files.size && [...files].every(([path, bytes]) => there.get(path)?.equals(bytes))
}
