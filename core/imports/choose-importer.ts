import type { OpenArchive } from '../archives/open-archive.ts'
import type { ImporterDeclaration } from '../plugin-contract/contributes.ts'
import type { Registry } from '../plugins/registry.ts'

/** An importer that is on, and reads such a file. */
export interface Fitting {
  importer: Importer
  /** The folder of the archive in which its files lie: empty, or with a slash at the end. */
  root: string
}

export type Importer = Registry['importers'] extends ReadonlyMap<string, infer Bound> ? Bound : never

/** All importers that are on, by their titles. */
export function listImporters({ importers }: Registry): Importer[] {
  return [...importers.values()].filter(one => one.handler).sort((a, b) => a.declared.title.localeCompare(b.declared.title))
}

/** `plugin.id`, as forms and the command line name an importer. */
export function nameOfImporter({ plugin, declared }: Importer): string {
  return `${plugin}.${declared.id}`
}

/**
 * The importers that read a file of this name with these files in it. By what is in it, part by part and never by a word somewhere in a
 * path: `following.js` is not in `following.json`. Those that ask for a file come before those that take anything.
 */
export function fittingImporters(importers: readonly Importer[], fileName: string, archive: Pick<OpenArchive, 'files'>): Fitting[] {
  const isSingle = archive.files.size === 1 && archive.files.has(fileName)
  const found = importers.flatMap(importer => {
    const { declared } = importer
    if (!declared.endings.some(ending => fileName.toLowerCase().endsWith(ending))) return []
    const root = isSingle ? rootOfSingle(declared, fileName) : rootOf(declared, archive.files.keys())
    return root === undefined ? [] : [{ importer, root }]
  })
  return found.sort((a, b) => Number(b.importer.declared.holds.length > 0) - Number(a.importer.declared.holds.length > 0))
}

function rootOf({ holds }: ImporterDeclaration, paths: Iterable<string>): string | undefined {
  if (holds.length === 0) return ''
  let best: string | undefined
  for (const path of paths) {
    const held = holds.find(one => path === one || path.endsWith(`/${one}`))
    if (held === undefined) continue
    const root = path.slice(0, path.length - held.length)
    // The one that lies highest: a copy further down is not the archive.
    if (best === undefined || root.length < best.length) best = root
  }
  return best
}

function rootOfSingle({ holds }: ImporterDeclaration, fileName: string): string | undefined {
  return holds.length === 0 || holds.some(one => one.split('/').at(-1) === fileName) ? '' : undefined
}
