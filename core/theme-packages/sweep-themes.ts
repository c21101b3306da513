import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Site } from '../site.ts'
import type { ThemeRelease } from './theme-release.ts'

/** So long a release that was removed can come back without being uploaded again. */
const removedDays = 30
/** What was unpacked and never installed. */
const strayDays = 1
const day = 86_400_000

/**
 * Deletes releases of themes from the data folder: those that were removed long ago, when no version and no draft of the look has them
 * and no other theme builds on theirs; and what was unpacked without being installed.
 */
export async function sweepThemes(site: Pick<Site, 'config' | 'db' | 'now' | 'log'>): Promise<void> {
  const store = join(site.config.dataDir, 'themes')
  if (!existsSync(store)) return
  const rows: ThemeRelease[] = await site.db('theme_releases').select('name', 'release', 'removedAt')
  const folders = foldersIn(store).flatMap(name =>
    name.startsWith('.unpacked-') ? [{ name, release: '' }] : foldersIn(join(store, name)).map(release => ({ name, release })),
  )
  const over = folders.filter(({ name, release }) => {
    const row = rows.find(one => one.name === name && one.release === release)
    if (row && !row.removedAt) return false
    const since = row?.removedAt ? Date.parse(row.removedAt) : statSync(join(store, name, release)).mtimeMs
    return site.now().getTime() - since > (row ? removedDays : strayDays) * day
  })
  if (over.length === 0) return
  const needed = await releasesInLooks(site, over)
  const unneeded = over.filter(({ release }) => !needed.has(release))
  const parents = parentsOf(folders.filter(one => !unneeded.includes(one)).map(({ name, release }) => join(store, name, release)))
  for (const { name, release } of unneeded) {
    if (parents.has(name)) continue
    rmSync(join(store, name, release), { recursive: true, force: true })
    if (existsSync(join(store, name)) && readdirSync(join(store, name)).length === 0) rmSync(join(store, name), { recursive: true })
    site.log.info({ theme: name, release }, 'a theme that was removed is deleted')
  }
}

function foldersIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => (entry.isDirectory() ? [entry.name] : []))
}

/** Of these releases those that a version or a draft of the look is shown with. Their names end in a hash, so they are found as text. */
async function releasesInLooks({ db }: Pick<Site, 'db'>, over: readonly { release: string }[]): Promise<Set<string>> {
  const releases = over.map(({ release }) => release).filter(Boolean)
  if (releases.length === 0) return new Set()
  const found = (table: string): Promise<{ look: string }[]> =>
    db(table)
      .where(query => {
        for (const release of releases) query.orWhere('look', 'like', `%"release":"${release}"%`)
      })
      .select('look')
  const rows = (await Promise.all([found('looks'), found('look_drafts')])).flat()
  return new Set(rows.map(({ look }) => (JSON.parse(look) as { release: string }).release))
}

/** Names of themes that others on disk build on. */
function parentsOf(folders: readonly string[]): Set<string> {
  return new Set(folders.flatMap(folder => parentIn(join(folder, 'theme.json'))))
}

function parentIn(file: string): string[] {
  try {
    const { parent } = JSON.parse(readFileSync(file, 'utf8')) as { parent?: string }
    return parent ? [parent] : []
  } catch {
    // No theme, or a broken one: nothing is known of what it builds on.
    return []
  }
}
