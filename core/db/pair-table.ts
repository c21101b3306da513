import type { Knex } from 'knex'
import type { Dialect, Sql } from './select.ts'

/** Pairs of ids as a table with the columns `a` and `b`, so that the text of a statement is the same for any number of them. */
export function pairTable(dialect: Dialect, pairs: readonly (readonly [string, string])[]): Sql {
  if (dialect === 'sqlite') {
    return {
      sql: `(select json_extract(value, '$[0]') as a, json_extract(value, '$[1]') as b from json_each(?))`,
      bindings: [JSON.stringify(pairs)],
    }
  }
  const side = (at: 0 | 1): Knex.RawBinding => pairs.map(pair => pair[at]) as unknown as Knex.RawBinding
  return { sql: '(select * from unnest(?::text[], ?::text[]) as given (a, b))', bindings: [side(0), side(1)] }
}
