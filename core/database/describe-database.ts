import { may } from '../actions/permissions.ts'
import type { Actor } from '../actor.ts'
import { selectRows } from '../db/select.ts'
import { forbidden } from '../errors.ts'
import type { Site } from '../site.ts'
import { databaseBytes, walBytes } from './database-size.ts'
import { listTables, type TableSize } from './list-tables.ts'

export interface DatabaseView {
  kind: 'SQLite' | 'PostgreSQL'
  version: string
  bytes: number
  walBytes: number
  tables: TableSize[]
  migrations: { name: string; finishedAt: string | null }[]
}

/** How large the database is and what is in it, without reading its tables. */
export async function describeDatabase(site: Site, actor: Actor): Promise<DatabaseView> {
  if (!may(actor, 'system')) throw forbidden('Only those who look after the system see its database.')
  const [version, bytes, wal, tables, migrations] = await Promise.all([
    databaseVersion(site),
    databaseBytes(site),
    walBytes(site),
    listTables(site),
    site.db('migrations').select('name', 'finishedAt').orderBy('name', 'desc') as Promise<DatabaseView['migrations']>,
  ])
  return { kind: site.db.dialect === 'sqlite' ? 'SQLite' : 'PostgreSQL', version, bytes, walBytes: wal, tables, migrations }
}

export async function databaseVersion({ db }: Pick<Site, 'db'>): Promise<string> {
  const sql = db.dialect === 'sqlite' ? 'select sqlite_version() as version' : `select current_setting('server_version') as version`
  const [row] = await selectRows<{ version: string }>(db, sql, [])
  return row?.version ?? ''
}
