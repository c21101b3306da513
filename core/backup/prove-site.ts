import { pino } from 'pino'
import type { Config } from '../config/config-schema.ts'
import { SiteError } from '../errors.ts'
import { openSite } from '../open-site.ts'
import type { BackupManifest } from './backup-manifest.ts'

/** Opens a restored site as a start would, with its migrations, and looks whether what the backup held is there. Throws when not. */
export async function proveSite(config: Config, { database }: BackupManifest): Promise<void> {
  const opened = await openSite(config, { safe: true, log: pino({ level: 'silent' }) })
  try {
    // Migrations may move rows; these tables are what a site is made of, and their rows stay.
    for (const table of ['members', 'feeds', 'entries', 'comments']) {
      const expected = database.rows[table] ?? 0
      const row = await opened.site.db(table).count({ n: '*' }).first()
      if (Number(row?.n) !== expected)
        throw new SiteError(409, 'restore-differs', `${table} should hold ${expected} rows after restoring, but holds ${row?.n}.`)
    }
  } finally {
    await opened.close()
  }
}
