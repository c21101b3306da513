import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * First parts of paths in the data folder that are not the site: what can be made again, what belongs to this machine, and the
 * database, which is copied in its own way. Everything else is kept, also what a later version puts there.
 */
const notTheSite = [
  'cache',
  'imports',
  'exports',
  'backups',
  'aside',
  'running',
  'starting',
  'safe-mode',
  'outcomes.jsonl',
  'last-start.json',
]

/** Whether this name in the data folder belongs to the site's files. */
export function isSiteFile(name: string): boolean {
  return !notTheSite.includes(name) && !isDatabaseFile(name) && !name.endsWith('.part')
}

/** The database of SQLite and what stands beside it while it is open. */
export function isDatabaseFile(name: string): boolean {
  return /^tributary\.sqlite(-\w+)?$/.test(name)
}

/** Files that nobody but the site's account may read. */
export function isSecret(path: string): boolean {
  return path.startsWith('files/keys/')
}

/** The names at the top of the data folder that belong to the site, sorted. None when there is no such folder. */
export async function topOfSite(dataDir: string): Promise<string[]> {
  return (await readdir(dataDir).catch(() => [] as string[])).filter(isSiteFile).sort()
}

/**
 * Paths of all files of the site below the data folder, sorted, `/` between folders. A link at the top is followed (media may lie on
 * another disk); links further down are left alone.
 */
export async function* listSiteFiles(dataDir: string, { keys = true }: { keys?: boolean } = {}): AsyncGenerator<string> {
  for (const name of await topOfSite(dataDir)) {
    if (name === 'keys' && !keys) continue
    const found = await stat(join(dataDir, name)).catch(() => undefined)
    if (found?.isFile()) yield name
    if (found?.isDirectory()) yield* listFolder(dataDir, name)
  }
}

/** Plugins and themes that lie beside the program: those of the release are few and small, those placed by hand are nowhere else. */
export async function* listProgramFiles(root: string): AsyncGenerator<string> {
  for (const folder of ['plugins', 'themes']) yield* listFolder(root, folder)
}

async function* listFolder(top: string, path: string): AsyncGenerator<string> {
  const entries = await readdir(join(top, path), { withFileTypes: true }).catch(() => [])
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const inner = `${path}/${entry.name}`
    if (entry.isDirectory() && entry.name !== 'node_modules' && entry.name !== '.git') yield* listFolder(top, inner)
    else if (entry.isFile()) yield inner
  }
}
