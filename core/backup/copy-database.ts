import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config/config-schema.ts'
import { databaseAddress, isPostgres } from '../db/connect.ts'
import { conflict } from '../errors.ts'
import type { BackupManifest } from './backup-manifest.ts'
import { copySqlite, describeSqlite } from './copy-sqlite.ts'
import { dumpPostgres } from './dump-postgres.ts'

export type CopiedDatabase = Omit<BackupManifest['database'], 'bytes' | 'sha256'> & { siteName: string; note?: string }

/** Copies the database of a site, as it is at this moment, into a folder. `progress` gets the part that is done, from 0 to 1. */
export async function copyDatabase(config: Config, folder: string, progress?: (part: number) => void): Promise<CopiedDatabase> {
  const address = databaseAddress(config)
  if (isPostgres(address)) return dumpPostgres(address, folder)
  if (!existsSync(address))
    throw conflict(`There is no site in ${config.dataDir}: ${address} does not exist. DATA_DIR says where the site is.`)
  const file = 'database.sqlite'
  await copySqlite(address, join(folder, file), (done, all) => progress?.(done / all))
  return { dialect: 'sqlite', how: 'copy', file, ...(await describeSqlite(join(folder, file))) }
}
