import { selectRows } from '../db/select.ts'
import { Type } from '../http/type.ts'
import type { Site } from '../site.ts'
import { defineTask } from '../tasks/task.ts'
import { listTables } from './list-tables.ts'

/** Reads the whole database and says whether it is whole: pages and references on SQLite, every row on PostgreSQL. */
export const checkDatabaseTask = defineTask({
  name: 'database.check',
  title: 'Check the database',
  permission: 'system',
  input: Type.Object({}),
  async run({ site, step }) {
    const tables = await listTables(site)
    for (const [index, { name }] of tables.entries()) {
      await step({ done: index, total: tables.length, message: name })
      const problem = site.db.dialect === 'sqlite' ? await checkSqlite(site, name) : await checkPostgres(site, name)
      if (problem) throw new Error(`${name}: ${problem} Restore the last backup, and find out what is wrong with the disk.`)
    }
    await step({ done: tables.length })
    return `All ${tables.length} tables are whole.`
  },
})

async function checkSqlite(site: Site, table: string): Promise<string | undefined> {
  const rows = await selectRows<{ integrity_check?: string; quick_check?: string }>(site.db, `pragma integrity_check("${table}")`, [])
  const found = rows.map(row => String(Object.values(row)[0])).filter(text => text !== 'ok')
  if (found.length > 0) return found.slice(0, 3).join('; ')
  const lost = await selectRows<object>(site.db, `select 1 from pragma_foreign_key_check(?) limit 1`, [table])
  return lost.length > 0 ? 'rows name others that are not there.' : undefined
}

/** A row that cannot be read ends the statement with what is wrong. */
async function checkPostgres(site: Site, table: string): Promise<string | undefined> {
  try {
    await site.db.raw('select count(t.*::text) from ?? t', [table])
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}
