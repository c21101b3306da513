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

/** A query for pages that read many rows: `parts` are statements without their select list, joined by `union all`; of none comes nothing. */
export interface RecordQuery<Row> {
  columns: Columns<Row>
  parts: readonly Sql[]
}

/** The rows of a {@link RecordQuery}. */
export async function selectRecords<Row extends object>(db: Knex, columns: Columns<Row>, parts: readonly Sql[]): Promise<Row[]> {
  const [rows] = await selectTogether<[Row]>(db, { columns, parts })
  return rows
}

/** The rows of several queries that do not need each other: one statement on SQLite, side by side on PostgreSQL. */
export async function selectTogether<Rows extends readonly object[]>(
  db: Knex,
  ...queries: { [Index in keyof Rows]: RecordQuery<Rows[Index]> }
): Promise<{ [Index in keyof Rows]: Rows[Index][] }> {
  const all = queries as readonly RecordQuery<object>[]
  const answers = dialectOf(db) === 'postgres' ? Promise.all(all.map(query => selectUnion(db, query))) : selectTexts(db, all)
  return (await answers) as { [Index in keyof Rows]: Rows[Index][] }
}

function selectUnion(db: Knex, { columns, parts }: RecordQuery<object>): Promise<object[]> {
  if (parts.length === 0) return Promise.resolve([])
  const list = Object.entries(columns as Record<string, string>).map(([name, value]) => `${value} as "${name}"`)
  const sql = parts.map(part => `select ${list.join(', ')} ${part.sql}`).join(' union all ')
  return selectRows(
    db,
    sql,
    parts.flatMap(part => part.bindings),
  )
}

/**
 * SQLite answers all queries in one go, and the rows of each as one JSON text: its driver sends every statement to another thread
 * and makes a JavaScript object for every row and a string for every cell, which costs the main thread more than the query.
 * The order of the rows is kept: SQLite sorts a subquery below group_concat.
 */
async function selectTexts(db: Knex, queries: readonly RecordQuery<object>[]): Promise<object[][]> {
  const asked = queries.filter(({ parts }) => parts.length > 0)
  if (asked.length === 0) return queries.map(() => [])
  const texts = asked.map(({ columns, parts }) => {
    const list = `select json_array(${Object.values(columns as Record<string, string>).join(', ')}) as record`
    return `(select group_concat(record) from (${parts.map(part => `${list} ${part.sql}`).join(' union all ')}))`
  })
  const sql = `select ${texts.map((text, index) => `${text} as r${index}`).join(', ')}`
  const bindings = asked.flatMap(({ parts }) => parts.flatMap(part => part.bindings))
  const [row] = await selectRows<Record<string, string | null>>(db, sql, bindings)
  return queries.map(query => {
    const index = asked.indexOf(query)
    return index < 0 ? [] : readTexts(Object.keys(query.columns), row?.[`r${index}`] ?? '')
  })
}

function readTexts(names: readonly string[], text: string): object[] {
  const records = JSON.parse(`[${text}]`) as unknown[][]
  return records.map(record => {
    const row: Record<string, unknown> = {}
    for (let index = 0; index < names.length; index++) row[names[index]!] = record[index]
    return row
  })
}

/** Which database a connection or transaction talks to. */
export function dialectOf(db: Knex): Dialect {
  return (db.client as { config: { client: unknown } }).config.client === 'pg' ? 'postgres' : 'sqlite'
}
