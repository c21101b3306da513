import { stat } from 'node:fs/promises'
import { databaseAddress } from '../db/connect.ts'
import { selectRows } from '../db/select.ts'
import type { Site } from '../site.ts'

/** Bytes of the database, with its write-ahead log. */
export async function databaseBytes(site: Pick<Site, 'db' | 'config'>): Promise<number> {
  if (site.db.dialect === 'sqlite') return (await fileBytes(databaseAddress(site.config))) + (await walBytes(site))
  const [row] = await selectRows<{ bytes: string }>(site.db, 'select pg_database_size(current_database()) as bytes', [])
  return Number(row?.bytes ?? 0)
}

/** Bytes that SQLite has not yet brought from the write-ahead log into the database; 0 elsewhere. */
export async function walBytes({ db, config }: Pick<Site, 'db' | 'config'>): Promise<number> {
  return db.dialect === 'sqlite' ? fileBytes(`${databaseAddress(config)}-wal`) : 0
}

async function fileBytes(file: string): Promise<number> {
  return (await stat(file).catch(() => undefined))?.size ?? 0
}
