import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type BackupManifest, readManifest } from './backup-manifest.ts'

/** When a backup was last read through and found good. */
export interface Verified {
  at: string
  /** Every file was read; otherwise the database and a part of the files. */
  whole: boolean
}

export interface ListedBackup {
  /** Name of its folder: the time at which it was begun, `2026-11-23T03-00-00Z`. */
  name: string
  folder: string
  /** Missing when it cannot be read. */
  manifest?: BackupManifest
  verified?: Verified
}

export const verifiedFile = 'verified.json'
const backupName = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ$/

/** The finished backups in a folder, newest first. */
export async function listBackups(folder: string): Promise<ListedBackup[]> {
  const names = (await readdir(folder).catch(() => [] as string[])).filter(name => backupName.test(name))
  return Promise.all(
    names
      .sort()
      .reverse()
      .map(name => readBackup(join(folder, name), name)),
  )
}

async function readBackup(folder: string, name: string): Promise<ListedBackup> {
  const manifest = await readManifest(folder).catch(() => undefined)
  const text = await readFile(join(folder, verifiedFile), 'utf8').catch(() => '')
  return { name, folder, ...(manifest && { manifest }), ...(text && { verified: JSON.parse(text) as Verified }) }
}
