import type { BackupManifest } from './backup-manifest.ts'
import { openSqliteFile, type SqliteFile } from './sqlite-file.ts'

/** Copies an SQLite database that others may be using. The copy is one file, without a write-ahead log beside it. */
export async function copySqlite(from: string, to: string, progress?: (done: number, all: number) => void): Promise<void> {
  const original = await openSqliteFile(from)
  try {
    await original.copyTo(to, progress)
  } finally {
    await original.close()
  }
  const copy = await openSqliteFile(to)
  try {
    await copy.exec('PRAGMA journal_mode = DELETE')
  } finally {
    await copy.close()
  }
}

/** What a copy holds: rows by table, migrations that ran, the name of the site. */
export async function describeSqlite(
  path: string,
): Promise<Pick<BackupManifest['database'], 'rows' | 'migrations'> & { siteName: string }> {
  const copy = await openSqliteFile(path, 'frozen')
  try {
    const rows = await countRows(copy)
    const migrations = 'migrations' in rows ? await copy.all<{ name: string }>('select name from migrations order by name') : []
    const named = 'settings' in rows ? await copy.all<{ value: string }>(`select value from settings where name = 'siteName'`) : []
    const siteName = named[0] ? String(JSON.parse(named[0].value)) : ''
    return { rows, migrations: migrations.map(({ name }) => name), siteName }
  } finally {
    await copy.close()
  }
}

/** What is wrong with a copy, in sentences: pages that cannot be read, rows that name rows that are not there, counts that differ. */
export async function checkSqlite(path: string, expected: Record<string, number>): Promise<string[]> {
  let copy: SqliteFile | undefined
  try {
    copy = await openSqliteFile(path, 'frozen')
    const found = await copy.all<{ integrity_check: string }>('pragma integrity_check(5)')
    const broken = found.map(row => row.integrity_check).filter(line => line !== 'ok')
    if (broken.length > 0) return broken
    const strays = await copy.all<{ table: string; parent: string }>('select "table", parent from pragma_foreign_key_check limit 3')
    const rows = await countRows(copy)
    return [
      ...strays.map(({ table, parent }) => `A row of ${table} names one of ${parent} that is not there.`),
      ...differingCounts(expected, rows),
    ]
  } catch (error) {
    return [(error as Error).message]
  } finally {
    await copy?.close()
  }
}

/** Sentences about tables that hold more or less than they should. */
export function differingCounts(expected: Record<string, number>, found: Record<string, number>): string[] {
  return Object.entries(expected)
    .filter(([table, count]) => found[table] !== count)
    .map(([table, count]) => `${table} should hold ${count} rows, but holds ${found[table] ?? 'none'}.`)
}

async function countRows(file: SqliteFile): Promise<Record<string, number>> {
  const tables = await file.all<{ name: string }>(
    `select name from sqlite_schema where type = 'table' and name not like 'sqlite\\_%' escape '\\' order by name`,
  )
  if (tables.length === 0) return {}
  const counts = tables.map(({ name }) => `select '${name.replaceAll("'", "''")}' as name, count(*) as n from "${name}"`)
  const rows: { name: string; n: number }[] = []
  // SQLite joins at most 500 selects.
  for (let at = 0; at < counts.length; at += 400)
    rows.push(...(await file.all<{ name: string; n: number }>(counts.slice(at, at + 400).join(' union all '))))
  return Object.fromEntries(rows.map(({ name, n }) => [name, n]))
}
