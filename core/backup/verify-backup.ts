import { existsSync } from 'node:fs'
import { stat, writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { type BackupManifest, configFile, DamagedBackup, fileList, readManifest } from './backup-manifest.ts'
import { checkDump } from './check-dump.ts'
import { checkSqlite } from './copy-sqlite.ts'
import { hashFile, readFileList } from './file-list.ts'
import { type Verified, verifiedFile } from './list-backups.ts'
import { noted, type Place } from './outcomes.ts'

export interface CheckOptions {
  /** Which files are read through; the others must be there, and all together have their size. All unless told. */
  reads?: (path: string) => boolean
  progress?: ((part: number) => void) | undefined
}

/** Reads a backup through and notes that it is good. Throws DamagedBackup with the names of the parts that are not. */
export function verifyBackup(place: Place, folder: string, options: CheckOptions = {}): Promise<BackupManifest> {
  return noted(place, 'verify', async outcome => {
    outcome.about = basename(resolve(folder))
    return requireGood(folder, place.now(), options)
  })
}

/** The same without a note about the outcome. */
export async function requireGood(folder: string, now: Date, options: CheckOptions = {}): Promise<BackupManifest> {
  const manifest = await readManifest(folder)
  const { problems, read } = await checkBackup(folder, manifest, options)
  if (problems.length > 0) throw new DamagedBackup(folder, problems)
  const verified: Verified = { at: now.toISOString(), whole: read === manifest.files.count }
  // It may lie where it can only be read.
  await writeFile(join(folder, verifiedFile), JSON.stringify(verified), { mode: 0o600 }).catch(() => undefined)
  return manifest
}

/** What is wrong with a backup, in sentences that name the part, and how many files were read. */
export async function checkBackup(
  folder: string,
  manifest: BackupManifest,
  options: CheckOptions = {},
): Promise<{ problems: string[]; read: number }> {
  const parts = [
    [manifest.database.file, manifest.database.sha256],
    [fileList, manifest.files.sha256],
    ...(manifest.config ? [[configFile, manifest.config.sha256]] : []),
  ] as [string, string][]
  const problems: string[] = []
  for (const [file, sha256] of parts) problems.push(...(await checkFile(folder, file, sha256)))
  if (problems.length > 0) return { problems, read: 0 }
  const inDatabase = await checkDatabase(folder, manifest.database)
  const files = await checkFiles(folder, manifest, options)
  return { problems: [...inDatabase.map(problem => `${manifest.database.file}: ${problem}`), ...files.problems], read: files.read }
}

function checkDatabase(folder: string, { how, file, rows }: BackupManifest['database']): Promise<string[]> {
  const path = join(folder, file)
  return how === 'copy' ? checkSqlite(path, rows) : checkDump(path, how, rows)
}

async function checkFile(folder: string, file: string, sha256: string): Promise<string[]> {
  const path = join(folder, file)
  if (!existsSync(path)) return [`${file} is missing.`]
  try {
    return (await hashFile(path)) === sha256 ? [] : [`${file} is not as it was when the backup was made.`]
  } catch (error) {
    return [`${file} cannot be read: ${(error as Error).message}`]
  }
}

async function checkFiles(
  folder: string,
  { files }: BackupManifest,
  { reads = () => true, progress }: CheckOptions,
): Promise<{ problems: string[]; read: number }> {
  const problems: string[] = []
  let [count, bytes, read] = [0, 0, 0]
  for await (const { path, sha256 } of readFileList(join(folder, fileList))) {
    count++
    bytes += (await stat(join(folder, path)).catch(() => undefined))?.size ?? 0
    if (!reads(path)) {
      if (!existsSync(join(folder, path))) problems.push(`${path} is missing.`)
      continue
    }
    read++
    problems.push(...(await checkFile(folder, path, sha256)))
    progress?.(count / files.count)
  }
  if (problems.length === 0 && (count !== files.count || bytes !== files.bytes)) {
    problems.push(
      `The files should be ${files.count} with ${files.bytes} bytes, but are ${count} with ${bytes}. Verify it as a whole to learn which.`,
    )
  }
  return { problems, read }
}
