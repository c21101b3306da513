import type { Knex } from 'knex'
import type { SqliteClient } from './sqlite-client.ts'

/** A piece of SQL with its values. */
export interface Sql {
  sql: string
  bindings: Knex.RawBinding[]
}

export type Dialect = 'sqlite' | 'postgres'

/** `column in (…)` as one value, so that the text of a statement, and with it its plan, is the same for any number of ids. */
export function inList(dialect: Dialect, column: string, values: readonly string[]): Sql {
  return dialect === 'sqlite'
    ? { sql: `${column} in (select value from json_each(?))`, bindings: [JSON.stringify(values)] }
    : { sql: `${column} = any(?::text[])`, bindings: [values as unknown as Knex.RawBinding] }
}

/** Rows of a statement in plain SQL. Columns carry their names in code: `e.bumped_at as "bumpedAt"`. */
export async function selectRows<Row>(db: Knex, sql: string, bindings: readonly Knex.RawBinding[]): Promise<Row[]> {
  if (dialectOf(db) === 'sqlite') return selectDirectly<Row>(db, sql, bindings)
  const answer: { rows: Row[] } = await db.raw(sql, bindings as Knex.RawBinding[])
  return answer.rows
}

/** What knex needs to write a statement takes as long as a small statement itself; these are written already. */
async function selectDirectly<Row>(db: Knex, sql: string, bindings: readonly Knex.RawBinding[]): Promise<Row[]> {
  const client = db.client as SqliteClient
  const connection: unknown = await client.acquireConnection()
  try {
    client.emit('query', { sql, bindings })
    const { response } = await client._query(connection as Parameters<SqliteClient['_query']>[0], { sql, bindings, method: 'raw' })
    return response as Row[]
  } finally {
    await client.releaseConnection(connection)
  }
}

/** Columns of a statement by their names in code: `{ bumpedAt: 'e.bumped_at' }`. */
export type Columns<Row> = { readonly [Name in keyof Row]-?: string }

/**
 * Rows for pages that read many: `parts` are statements without their select list, joined by `union all`.
 * SQLite answers each row as one JSON text: its driver makes a JavaScript string for every cell and every name otherwise, on the
 * main thread, which costs more than the query.
 */
export async function selectRecords<Row>(db: Knex, columns: Columns<Row>, parts: readonly Sql[]): Promise<Row[]> {
  const names = Object.keys(columns)
  const values: string[] = Object.values(columns)
  const bindings = parts.flatMap(part => part.bindings)
  if (dialectOf(db) === 'postgres') {
    const list = names.map((name, index) => `${values[index]} as "${name}"`).join(', ')
    return selectRows<Row>(db, parts.map(part => `select ${list} ${part.sql}`).join(' union all '), bindings)
  }
  const list = `select json_array(${values.join(', ')}) as record`
  const rows = await selectRows<{ record: string }>(db, parts.map(part => `${list} ${part.sql}`).join(' union all '), bindings)
  const records = JSON.parse(`[${rows.map(row => row.record).join(',')}]`) as unknown[][]
  return records.map(record => {
    const row: Record<string, unknown> = {}
    for (let index = 0; index < names.length; index++) row[names[index]!] = record[index]
    return row as Row
  })
}

/** Which database a connection or transaction talks to. */
export function dialectOf(db: Knex): Dialect {
  return (db.client as { config: { client: unknown } }).config.client === 'pg' ? 'postgres' : 'sqlite'
}
