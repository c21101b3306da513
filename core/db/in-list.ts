import type { Knex } from 'knex'

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
  const answer: unknown = await db.raw(sql, bindings as Knex.RawBinding[])
  return (Array.isArray(answer) ? answer : (answer as { rows: Row[] }).rows) as Row[]
}

/** Which database a connection or transaction talks to. */
export function dialectOf(db: Knex): Dialect {
  return (db.client as { config: { client: unknown } }).config.client === 'pg' ? 'postgres' : 'sqlite'
}
