import { constants, existsSync } from 'node:fs'
import { copyFile, mkdir, open, rename, rm, stat, statfs, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Config } from '../config/config-schema.ts'
import { unusualOptions } from '../config/load-config.ts'
import { conflict } from '../errors.ts'
import { readCommit } from '../source/read-commit.ts'
import { version } from '../version.ts'
import { type BackupManifest, configFile, manifestFile } from './backup-manifest.ts'
import { copyDatabase } from './copy-database.ts'
import { copyFiles } from './copy-files.ts'
import { hashFile } from './file-list.ts'
import { listBackups } from './list-backups.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { noted, type Place } from './outcomes.ts'
import { checkBackup } from './verify-backup.ts'

export interface BackupOptions {
  /** Folder that holds the backups, a folder each. `backups` in the data folder unless told. */
  to?: string | undefined
  why?: BackupManifest['why']
  /** Without the keys and the configuration file a backup can be handed around, but its secrets cannot be read any more. */
  keys?: boolean
  /** Gets what is being done and how much of it, from 0 to 1. */
  progress?: ((step: string, part: number) => void) | undefined
}

export interface MadeBackup {
  name: string
  folder: string
  manifest: BackupManifest
  /** Files that took no room, because the backup before has them already. */
  shared: number
  /** What whoever runs the site should know, in sentences. */
  notes: string[]
}

/** Where backups lie unless told. */
export function backupsOf({ config }: { config: Pick<Config, 'backup' | 'dataDir' | 'root'> }): string {
  return config.backup.folder ? resolve(config.root, config.backup.folder) : join(config.dataDir, 'backups')
}

/**
 * Makes a backup of a site, running or not: the database as it is at this moment, the files and the keys. It is checked before it
 * counts. Throws a SiteError with what to do when it cannot be made; then nothing of it is left.
 */
export function makeBackup(place: Place, options: BackupOptions = {}): Promise<MadeBackup> {
  const folder = options.to ? resolve(options.to) : backupsOf(place)
  return noted(place, 'backup', async outcome => {
    const made = await oneAtATime(folder, () => makeIn(place, folder, options))
    Object.assign(outcome, { about: made.name, note: sayCounts(made) })
    return made
  })
}

async function makeIn(place: Place, folder: string, options: BackupOptions): Promise<MadeBackup> {
  const createdAt = place.now()
  const name = createdAt
    .toISOString()
    .replaceAll(':', '-')
    .replace(/\.\d+Z$/, 'Z')
  const target = join(folder, name)
  if (existsSync(target)) throw conflict(`There is a backup ${name} already. Try again in a second.`)
  const draft = `${target}.part`
  try {
    await mkdir(join(draft, 'files'), { recursive: true, mode: 0o700 })
    const made = await fill(place, draft, { ...options, folder, createdAt: createdAt.toISOString() })
    options.progress?.('checking', 0)
    const { problems } = await checkBackup(draft, made.manifest, { reads: todaysShare(createdAt) })
    if (problems.length > 0) throw conflict(`The backup was made but is not good, and was thrown away: ${problems.join(' ')}`)
    await rename(draft, target)
    return { ...made, name, folder: target }
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC')
      throw conflict(`There is no room left in ${folder}. Remove old backups, or name another folder.`)
    throw error
  }
}

/** Everything but media, and a seventh of those by turns: a file that goes bad in a backup is found within a week of daily ones. */
function todaysShare(now: Date): (path: string) => boolean {
  const day = Math.floor(now.getTime() / 86_400_000) % 7
  return path => {
    const [, start] = /^files\/media\/([0-9a-f]{2})\//.exec(path) ?? []
    return start === undefined || Number.parseInt(start, 16) % 7 === day
  }
}

type Filling = BackupOptions & { folder: string; createdAt: string }

async function fill(
  place: Place,
  draft: string,
  { folder, createdAt, why = 'asked', keys = true, progress }: Filling,
): Promise<Omit<MadeBackup, 'name' | 'folder'>> {
  const { config } = place
  await checkRoom(place, folder)
  progress?.('database', 0)
  // The database first: a file that it names is there already, and what comes later does no harm.
  const { siteName, note, ...database } = await copyDatabase(config, draft, part => progress?.('database', part))
  progress?.('files', 0)
  const previous = (await listBackups(folder))[0]
  const before = previous?.manifest?.files.count ?? 0
  const copied = await copyFiles({
    config,
    to: draft,
    previous: previous?.folder,
    keys,
    progress: count => progress?.('files', Math.min(0.99, before > 0 ? count / before : 0)),
  })
  const manifest: BackupManifest = {
    format: 1,
    createdAt,
    why,
    program: { version, node: process.version, ...(await commitOf(config)) },
    site: { name: siteName, url: config.http.baseUrl },
    database: { ...database, bytes: (await stat(join(draft, database.file))).size, sha256: await hashFile(join(draft, database.file)) },
    files: { count: copied.count, bytes: copied.bytes, sha256: await hashFile(join(draft, 'files.sha256')), keys },
    ...(keys && (await copyConfig(config, draft))),
    options: unusualOptions(config),
  }
  await writeDurably(join(draft, manifestFile), `${JSON.stringify(manifest, null, 2)}\n`)
  return { manifest, shared: copied.shared, notes: [...(note ? [note] : []), ...sayDamaged(copied.damaged)] }
}

/** Before anything is written: a full disk stops the site, so a backup that would fill it is not begun. */
async function checkRoom({ config }: Place, folder: string): Promise<void> {
  if (config.databaseUrl) return
  const { bavail, bsize } = await statfs(folder)
  const { size } = await stat(join(config.dataDir, 'tributary.sqlite')).catch(() => ({ size: 0 }))
  if (bavail * bsize > size + 256 * 1024 * 1024) return
  throw conflict(
    `There is too little room in ${folder} for a copy of the database (${megabytes(size)} MB) and 256 MB to spare: ${megabytes(bavail * bsize)} MB are free. Remove old backups, or name another folder.`,
  )
}

async function commitOf({ root }: Config): Promise<{ commit?: string }> {
  const commit = await readCommit(root)
  return commit ? { commit } : {}
}

async function copyConfig({ file }: Config, draft: string): Promise<Pick<BackupManifest, 'config'>> {
  if (!existsSync(file)) return {}
  const target = join(draft, configFile)
  await writeFile(target, '', { mode: 0o600 })
  await copyFile(file, target, constants.COPYFILE_FICLONE)
  return { config: { sha256: await hashFile(target) } }
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}

function sayDamaged(damaged: string[]): string[] {
  if (damaged.length === 0) return []
  const names = damaged.slice(0, 3).join(', ')
  return [
    `${damaged.length} uploaded files are not what they were when they were uploaded (${names}): the disk of the site may be failing.`,
  ]
}

function sayCounts({ manifest: { database, files } }: Pick<MadeBackup, 'manifest'>): string {
  return `${megabytes(database.bytes + files.bytes)} MB, ${files.count} files`
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1024 / 1024)
}
