import type { Knex } from 'knex'
import { type Dialect, dialectOf, type Sql } from './select.ts'

/** Rows of text as a table `name` with these columns, so that the text of a statement is the same for any number of them. */
export function rowTable(db: Knex, name: string, columns: readonly string[], rows: readonly (readonly (string | null)[])[]): Sql {
  const dialect = dialectOf(db)
  const list = columns.map((column, index) => `${cell[dialect](index)} as ${column}`)
  return { sql: `(select ${list.join(', ')} from ${elements[dialect]}) ${name}`, bindings: [JSON.stringify(rows)] }
}

const elements: Record<Dialect, string> = { sqlite: 'json_each(?)', postgres: 'jsonb_array_elements(?::jsonb)' }
const cell: Record<Dialect, (index: number) => string> = {
  sqlite: index => `json_extract(value, '$[${index}]')`,
  postgres: index => `value->>${index}`,
}
