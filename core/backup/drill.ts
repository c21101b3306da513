import { randomBytes } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { conflict, notFound } from '../errors.ts'
import type { BackupManifest } from './backup-manifest.ts'
import { quoted } from './dump-postgres.ts'
import { listBackups } from './list-backups.ts'
import { backupsOf } from './make-backup.ts'
import { noted, type Place } from './outcomes.ts'
import { openPostgres } from './postgres-tools.ts'
import { proveSite } from './prove-site.ts'
import { restoreBackup } from './restore-backup.ts'

export interface Drilled {
  name: string
  manifest: BackupManifest
  /** Whole seconds that it took to restore and open the site. */
  seconds: number
}

/**
 * Restores a backup (the newest unless told) into a place of its own, opens the site there, and throws it away. Who has done that knows
 * that the backup can be used, and how long it takes. Nothing of the running site is touched.
 */
export function drillRestore(place: Place, backup?: string, progress?: (step: string, part: number) => void): Promise<Drilled> {
  return noted(place, 'drill', async outcome => {
    const folder = backup ? resolve(backup) : (await listBackups(backupsOf(place)))[0]?.folder
    if (!folder) throw notFound('backup')
    outcome.about = basename(folder)
    const began = performance.now()
    // Beside the backup, so that files can be shared and need no room.
    const dataDir = join(dirname(folder), `drill-${randomBytes(4).toString('hex')}.part`)
    await mkdir(dataDir, { mode: 0o700 })
    const database = await emptyDatabase(place.config.databaseUrl)
    try {
      const config = { ...place.config, dataDir, databaseUrl: database.url, redisUrl: '' }
      const { manifest } = await restoreBackup({ config, now: place.now }, folder, {
        media: 'link',
        prove: found => proveSite(config, found),
        ...(progress && { progress }),
      })
      const seconds = Math.round((performance.now() - began) / 1000)
      outcome.note = `restored and opened in ${seconds} s`
      return { name: outcome.about, manifest, seconds }
    } finally {
      await rm(dataDir, { recursive: true, force: true })
      await database.drop()
    }
  })
}

async function emptyDatabase(databaseUrl: string): Promise<{ url: string; drop(): Promise<void> }> {
  if (!databaseUrl) return { url: '', drop: async () => {} }
  const name = `tributary_drill_${randomBytes(6).toString('hex')}`
  const run = async (sql: string): Promise<void> => {
    const client = await openPostgres(databaseUrl)
    try {
      await client.query(sql)
    } finally {
      await client.end()
    }
  }
  try {
    await run(`create database ${quoted(name)}`)
  } catch (cause) {
    throw conflict(
      `A drill needs a database of its own, and the account may not make one (${(cause as Error).message}). Allow it with: ALTER ROLE … CREATEDB`,
    )
  }
  const url = Object.assign(new URL(databaseUrl), { pathname: `/${name}` }).href
  return { url, drop: () => run(`drop database if exists ${quoted(name)} with (force)`) }
}
