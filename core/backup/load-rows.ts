import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import type { Config } from '../config/config-schema.ts'
import { connect } from '../db/connect.ts'
import { type MigrationFolder, migrate } from '../db/migrate.ts'
import { conflict } from '../errors.ts'
import type { BackupManifest } from './backup-manifest.ts'
import { readRowLines } from './check-dump.ts'
import { listTables, quoted } from './dump-postgres.ts'
import { openPostgres } from './postgres-tools.ts'
import { openSqliteFile } from './sqlite-file.ts'

type Line = { table: string } | { of: string; row: string }

const batch = 500

/**
 * Fills an empty PostgreSQL database with the rows of a backup: of a dump by rows, or of an SQLite database. The tables are made by the
 * migrations that the backup has run, then everything is filled in one transaction.
 */
export async function loadRows(config: Config, folder: string, database: BackupManifest['database']): Promise<void> {
  await makeTables(config, database.migrations)
  const client = await openPostgres(config.databaseUrl)
  try {
    await client.query('begin')
    const tables = await listTables(client)
    const left = Object.entries(database.rows).filter(([table, count]) => count > 0 && !tables.includes(table))
    if (left.length > 0)
      throw conflict(
        `The backup has rows in ${left.map(([table]) => table).join(', ')}, which no migration here makes. Put the plugins in place that they belong to, then restore again.`,
      )
    const again = await takeGuardsOff(client, tables)
    await client.query(`truncate ${tables.map(quoted).join(', ')}`)
    const path = join(folder, database.file)
    await fill(client, database.how === 'rows' ? readRowLines(path) : readSqliteRows(path, tables))
    await again()
    await client.query('commit')
  } finally {
    await client.end()
  }
}

async function makeTables({ databaseUrl, dataDir, root }: Config, names: string[]): Promise<void> {
  const wanted = new Set(names)
  const folders: MigrationFolder[] = [{ owner: 'core', path: join(root, 'migrations') }]
  for (const place of [join(root, 'plugins'), join(dataDir, 'plugins')]) {
    for (const owner of existsSync(place) ? await readdir(place) : []) {
      const path = join(place, owner, 'migrations')
      if (existsSync(path)) folders.push({ owner, path })
    }
  }
  const db = connect({ url: databaseUrl })
  try {
    await migrate(
      db,
      folders,
      () => new Date(),
      name => wanted.has(name),
    )
  } finally {
    await db.close()
  }
}

/** Rows come in any order: foreign keys are taken off and made again at the end, where they are checked; triggers rest. */
async function takeGuardsOff(client: pg.Client, tables: string[]): Promise<() => Promise<void>> {
  const { rows: keys } = await client.query<{ owner: string; name: string; definition: string }>(
    `select conrelid::regclass::text as owner, conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
     where contype = 'f' and connamespace = current_schema()::regnamespace`,
  )
  for (const { owner, name } of keys) await client.query(`alter table ${owner} drop constraint ${quoted(name)}`)
  for (const table of tables) await client.query(`alter table ${quoted(table)} disable trigger user`)
  return async () => {
    for (const { owner, name, definition } of keys) await client.query(`alter table ${owner} add constraint ${quoted(name)} ${definition}`)
    for (const table of tables) await client.query(`alter table ${quoted(table)} enable trigger user`)
    await bringCountersUp(client)
  }
}

async function bringCountersUp(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string; counter: string }>(
    `select table_name as "table", column_name as "column", pg_get_serial_sequence(quote_ident(table_name), column_name) as counter
     from information_schema.columns where table_schema = current_schema() and pg_get_serial_sequence(quote_ident(table_name), column_name) is not null`,
  )
  for (const { table, column, counter } of rows)
    await client.query(`select setval('${counter}', coalesce((select max(${quoted(column)}) from ${quoted(table)}), 0) + 1, false)`)
}

async function fill(client: pg.Client, lines: AsyncIterable<Line>): Promise<void> {
  let [table, columns, rows] = ['', '', [] as string[]]
  const insert = async (): Promise<void> => {
    if (rows.length > 0) await insertRows(client, table, columns, rows)
    rows = []
  }
  for await (const line of lines) {
    const of = 'table' in line ? line.table : line.of
    if (of !== table || rows.length >= batch) await insert()
    if (of !== table) [table, columns] = [of, await readColumns(client, of)]
    if ('row' in line) rows.push(line.row)
  }
  await insert()
}

async function insertRows(client: pg.Client, table: string, columns: string, rows: string[]): Promise<void> {
  const from = `json_populate_recordset(null::${quoted(table)}, $1::json)`
  await client.query(`insert into ${quoted(table)} (${columns}) overriding system value select ${columns} from ${from}`, [
    `[${rows.join(',')}]`,
  ])
}

async function readColumns(client: pg.Client, table: string): Promise<string> {
  const { rows } = await client.query<{ name: string }>(
    `select column_name as name from information_schema.columns where table_schema = current_schema() and table_name = $1 and is_generated = 'NEVER'`,
    [table],
  )
  return rows.map(({ name }) => quoted(name)).join(', ')
}

/** Every row of an SQLite database as JSON text, in steps. Only of these tables. */
async function* readSqliteRows(path: string, tables: string[]): AsyncGenerator<Line> {
  const file = await openSqliteFile(path, 'frozen')
  try {
    for (const table of tables) {
      const columns = await file.all<{ name: string }>(`select name from pragma_table_info('${table}')`)
      if (columns.length === 0) continue
      yield { table }
      const row = `json_object(${columns.map(({ name }) => `'${name}', "${name}"`).join(', ')})`
      const [kind] = await file.all<{ wr: number }>(`select wr from pragma_table_list('${table}')`)
      let [after, seen] = [0, 0]
      for (;;) {
        const place = kind?.wr ? `limit ${batch} offset ${seen}` : `where rowid > ${after} order by rowid limit ${batch}`
        const found = await file.all<{ row: string; at: number }>(
          `select ${row} as row, ${kind?.wr ? 0 : 'rowid'} as at from "${table}" ${place}`,
        )
        for (const { row } of found) yield { of: table, row }
        if (found.length < batch) break
        seen += found.length
        after = found.at(-1)!.at
      }
    }
  } finally {
    await file.close()
  }
}
