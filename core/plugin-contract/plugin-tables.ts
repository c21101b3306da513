import type { Knex } from 'knex'

/**
 * The plugin's own tables, which its migrations created: each name begins with the plugin's name, hyphens as underscores. Names are
 * `camelCase` in code and `snake_case` in the database, as everywhere in the house. A statement that names another table is refused before it runs.
 */
export interface PluginTables {
  /**
   * A query on one table. Outside of a transaction it reads; writing fails there.
   *
   * @example await host.tables('shelf_books as b').where('b.memberId', member.id).select('b.title')
   */
  <Row extends object = Record<string, unknown>>(table: string): Knex.QueryBuilder<Row, Row[]>
  /** Rows of a statement in plain SQL that means the same on both databases. Columns carry their names in code: `b.member_id as "memberId"`. */
  rows<Row extends object = Record<string, unknown>>(sql: string, bindings?: readonly Knex.RawBinding[]): Promise<Row[]>
  /** A piece of SQL within a query: `tables.raw('hits + 1')`. */
  raw(sql: string, bindings?: readonly Knex.RawBinding[]): Knex.Raw
  /**
   * All or nothing. Inside, ask `trx` alone: calls of `host` have transactions of their own, and SQLite has one writer at a time. It may be
   * run again when two transactions wait for each other, so it changes nothing but tables.
   */
  transaction<Result>(work: (trx: PluginTables) => Promise<Result>): Promise<Result>
  readonly dialect: 'sqlite' | 'postgres'
  /** The site's time as ISO text, which in tests may be another than the machine's. */
  now(): string
}
