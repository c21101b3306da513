import { createRequire } from 'node:module'
import type { Knex } from 'knex'

interface Statement {
  all(bindings: unknown, done: (error: Error | null, rows: unknown[]) => void): void
  run(bindings: unknown, done: (this: { changes: number; lastID: number }, error: Error | null) => void): void
  finalize(): void
}
interface Connection {
  prepare(sql: string, done: (this: Statement, error: Error | null) => void): Statement
  close(done: (error: Error | null) => void): void
}
interface Query {
  sql: string
  method: string
  bindings: unknown
  returning?: unknown
  response?: unknown
  context?: unknown
}

const require = createRequire(import.meta.url)
// knex publishes no types for its dialects.
const Base = require('knex/lib/dialects/sqlite3/index.js') as new (config: Knex.Config) => Knex.Client
const BaseTransaction = require('knex/lib/dialects/sqlite3/execution/sqlite-transaction.js') as new (
  ...args: unknown[]
) => { query(connection: unknown, sql: string): unknown }

/** A deferred BEGIN that reads and then writes fails with SQLITE_BUSY when somebody else wrote in between; IMMEDIATE waits its turn. */
class ImmediateTransaction extends BaseTransaction {
  begin(connection: unknown): unknown {
    return this.query(connection, 'BEGIN IMMEDIATE;')
  }
}

const keptStatements = 200
const statements = new WeakMap<Connection, Map<string, Statement>>()

/** knex's SQLite dialect with immediate transactions and prepared statements that are kept per connection. */
export class SqliteClient extends Base {
  override transaction(...args: unknown[]): Knex.Transaction {
    return new ImmediateTransaction(this, ...args) as unknown as Knex.Transaction
  }

  // SQLite does not really close, and keeps its write-ahead log, while a statement is open.
  override async destroyRawConnection(connection: Connection): Promise<void> {
    for (const statement of statements.get(connection)?.values() ?? []) statement.finalize()
    statements.delete(connection)
    await new Promise<void>((resolve, reject) => connection.close(error => (error ? reject(error) : resolve())))
  }

  async _query(connection: Connection, query: Query): Promise<Query> {
    if (!query.sql) throw new Error('The query is empty.')
    const statement = await prepared(connection, query.sql)
    return new Promise((resolve, reject) => {
      if (runs(query)) {
        statement.run(query.bindings ?? [], function (error) {
          if (error) return reject(error)
          query.context = { changes: this.changes, lastID: this.lastID }
          resolve(query)
        })
      } else {
        statement.all(query.bindings ?? [], (error, rows) => {
          if (error) return reject(error)
          query.response = rows
          query.context = {}
          resolve(query)
        })
      }
    })
  }
}

function runs(query: Query): boolean {
  if (query.method === 'insert' || query.method === 'update') return !query.returning
  return query.method === 'del' || query.method === 'counter'
}

function prepared(connection: Connection, sql: string): Promise<Statement> | Statement {
  const kept = statements.get(connection) ?? new Map<string, Statement>()
  statements.set(connection, kept)
  const known = kept.get(sql)
  if (known) {
    kept.delete(sql)
    kept.set(sql, known)
    return known
  }
  return new Promise((resolve, reject) => {
    connection.prepare(sql, function (error) {
      if (error) return reject(error)
      if (kept.size >= keptStatements) {
        const [oldest, dropped] = kept.entries().next().value!
        kept.delete(oldest)
        dropped.finalize()
      }
      kept.set(sql, this)
      resolve(this)
    })
  })
}
