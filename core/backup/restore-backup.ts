import { constants, existsSync } from 'node:fs'
import { copyFile, mkdir, readdir, rm, statfs } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { databaseAddress, isPostgres } from '../db/connect.ts'
import { conflict, invalid } from '../errors.ts'
import { buryAgain } from '../purge/bury-again.ts'
import { version } from '../version.ts'
import { type BackupManifest, configFile, filesFolder } from './backup-manifest.ts'
import { describeSqlite } from './copy-sqlite.ts'
import { noted, type Place } from './outcomes.ts'
import { putAside } from './put-aside.ts'
import { restoreFiles } from './restore-files.ts'
import { restorePostgres, siteInPostgres } from './restore-postgres.ts'
import { listRunning } from './running-processes.ts'
import { isDatabaseFile, isSiteFile } from './site-files.ts'
import { requireGood } from './verify-backup.ts'

export interface RestoreOptions {
  /** Name of the site that may be replaced, or its data folder when the name cannot be read. */
  yes?: string | undefined
  /** See `RestoringFiles`. */
  media?: 'copy' | 'link' | 'keep'
  /** Opens what was restored. When it throws, everything is put back as it was. */
  prove?: ((manifest: BackupManifest) => Promise<void>) | undefined
  progress?: ((step: string, part: number) => void) | undefined
}

export interface Restored {
  manifest: BackupManifest
  /** Where what was there before lies now: a folder, for PostgreSQL also a schema. */
  aside: string[]
  /** What whoever runs the site should know, in sentences. */
  notes: string[]
}

/**
 * Puts a backup in the place of a site. It is read through first; what was there is moved aside, not deleted; and when anything goes
 * wrong, everything is where it was. Throws a SiteError with what to do.
 */
export function restoreBackup(place: Place, backup: string, options: RestoreOptions = {}): Promise<Restored> {
  const folder = resolve(backup)
  return noted(place, 'restore', async outcome => {
    outcome.about = basename(folder)
    options.progress?.('checking', 0)
    const manifest = await requireGood(folder, place.now(), { progress: part => options.progress?.('checking', part) })
    await checkKnown(manifest, place.config.root)
    await checkFree(place, options.yes)
    await checkRoom(place, manifest)
    return await putInPlace(place, folder, manifest, options)
  })
}

async function putInPlace(place: Place, folder: string, manifest: BackupManifest, options: RestoreOptions): Promise<Restored> {
  const { config } = place
  const { media = 'copy', progress } = options
  const stamp = place.now().toISOString().replaceAll(':', '-').slice(0, 19)
  const address = databaseAddress(config)
  const before = await putAside(config.dataDir, stamp, name => media === 'keep' && name === 'media')
  let backToSchema: (() => Promise<void>) | undefined
  try {
    progress?.('files', 0)
    const back = await restoreFiles(folder, {
      config,
      media,
      progress: files => progress?.('files', files / Math.max(files, manifest.files.count)),
    })
    progress?.('database', 0)
    const aside = before.folder ? [before.folder] : []
    if (isPostgres(address)) {
      const restored = await restorePostgres(config, folder, manifest, stamp)
      backToSchema = restored.back
      if (restored.schema) aside.push(`schema ${restored.schema}`)
    } else await restoreSqlite(address, folder, manifest)
    progress?.('opening', 0)
    await options.prove?.(manifest)
    const purged = await buryAgain(config, [...aside.slice(0, before.folder ? 1 : 0), join(folder, filesFolder), dirname(folder)])
    const notes = [...sayBack(back), ...sayPurged(purged), ...sayOptions(place, manifest)]
    return { manifest, aside, notes: [...(await restoreConfig(place, folder, manifest)), ...notes] }
  } catch (error) {
    await backToSchema?.()
    await removeSite(config.dataDir, name => media === 'keep' && name === 'media')
    await before.back()
    throw error
  }
}

/** What was destroyed after the backup was made does not come back with it. */
function sayPurged(purged: number): string[] {
  return purged === 0 ? [] : [`What was purged (${purged}) was destroyed again.`]
}

async function restoreSqlite(address: string, folder: string, { database }: BackupManifest): Promise<void> {
  if (database.how !== 'copy')
    throw conflict(
      'This backup is of a site on PostgreSQL and cannot become one on SQLite. Set DATABASE_URL to an empty PostgreSQL database.',
    )
  await copyFile(join(folder, database.file), address, constants.COPYFILE_FICLONE)
}

/** An older program does not know what newer tables mean. */
async function checkKnown({ database, program }: BackupManifest, root: string): Promise<void> {
  const known = new Set((await readdir(join(root, 'migrations'))).map(file => `core/${file.replace(/\.[jt]s$/, '')}`))
  const unknown = database.migrations.find(name => name.startsWith('core/') && !known.has(name))
  if (!unknown) return
  throw conflict(
    `This backup was made by version ${program.version}${program.commit ? ` (commit ${program.commit.slice(0, 12)})` : ''}, which is newer than this program (${version}): it has run ${unknown}, which is not known here. Install that version first.`,
  )
}

/** Nothing that lives is overwritten, and nothing that exists without saying its name. */
async function checkFree({ config }: Place, yes: string | undefined): Promise<void> {
  const [running] = await listRunning(config.dataDir)
  if (running)
    throw conflict(`The site in ${config.dataDir} is running (process ${running.pid} on ${running.host}). Stop it first, then restore.`)
  const address = databaseAddress(config)
  const name = isPostgres(address) ? await siteInPostgres(address) : await siteInFolder(config.dataDir)
  if (name === undefined || yes === name || (yes && resolve(yes) === config.dataDir)) return
  const called = name || config.dataDir
  if (yes !== undefined) throw invalid({ yes: `The site that would be replaced is called "${called}", not "${yes}".` })
  throw conflict(
    `There is a site in ${config.dataDir}${config.databaseUrl ? ' and its database' : ''} already: "${called}". It would be moved aside and replaced. To do so, add: --yes ${JSON.stringify(called)}`,
  )
}

/** The name of the site in a data folder: empty when it cannot be read, nothing when there is no site. */
async function siteInFolder(dataDir: string): Promise<string | undefined> {
  const names = await readdir(dataDir).catch(() => [] as string[])
  if (!names.some(name => isDatabaseFile(name) || isSiteFile(name))) return undefined
  const file = join(dataDir, 'tributary.sqlite')
  if (!existsSync(file)) return ''
  return describeSqlite(file).then(
    ({ siteName }) => siteName || 'Tributary',
    () => '',
  )
}

async function checkRoom({ config }: Place, { database, files }: BackupManifest): Promise<void> {
  await mkdir(config.dataDir, { recursive: true })
  const { bavail, bsize } = await statfs(config.dataDir)
  const needed = database.bytes + files.bytes
  if (bavail * bsize > needed) return
  const [has, needs] = [bavail * bsize, needed].map(bytes => Math.round(bytes / 1024 / 1024))
  throw conflict(
    `${config.dataDir} has room for ${has} MB, but the backup needs ${needs} MB. Make room, or restore to another folder with --to.`,
  )
}

/** Throws away what a restore that failed has put there; what was there before lies aside. */
async function removeSite(dataDir: string, keep: (name: string) => boolean): Promise<void> {
  const names = (await readdir(dataDir)).filter(name => (isSiteFile(name) || isDatabaseFile(name)) && !keep(name))
  for (const name of names) await rm(join(dataDir, name), { recursive: true, force: true })
}

/** A configuration that is there already belongs to this machine and stays. */
async function restoreConfig({ config }: Place, folder: string, manifest: BackupManifest): Promise<string[]> {
  if (!manifest.config) return []
  const saved = join(folder, configFile)
  if (existsSync(config.file)) return [`The configuration of the backup was left in ${saved}: this program has its own, ${config.file}.`]
  return [`The configuration of the backup was left in ${saved}. Copy it to ${config.file} to use it.`]
}

function sayBack(back: string[]): string[] {
  return back.length > 0 ? [`Put back beside the program, where they were missing: ${back.join(', ')}.`] : []
}

function sayOptions({ config }: Place, { options, files }: BackupManifest): string[] {
  const notes = options.length > 0 && !existsSync(config.file) ? [`The site had these options set: ${options.join(', ')}.`] : []
  if (!files.keys)
    notes.push('The backup was made without keys: links that were sent by mail are dead, and stored secrets have to be given again.')
  return notes
}
