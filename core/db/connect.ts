import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import createKnex, { type Knex } from 'knex'
import { knexSnakeCaseMappers } from 'objection'
import type { Config } from '../config/config-schema.ts'
import { SqliteClient } from './sqlite-client.ts'

/**
 * The database as verbs see it. Used as it is, it reads; `transaction` opens a write transaction.
 * On SQLite reads and writes have connections of their own, and a write outside of a transaction fails at once.
 */
export interface Database extends Knex {
  readonly dialect: 'sqlite' | 'postgres'
  /** Called after every commit of a write transaction. */
  afterCommit: (() => void) | undefined
  close(): Promise<void>
}

export interface DatabaseOptions {
  /** `postgres://…` or the path of an SQLite file. */
  url: string
  readers?: number
  /** Counts statements, for tests and benchmarks. */
  onQuery?: (sql: string) => void
}

/** Opens the pools. Nothing is read or written yet. */
export function connect(options: DatabaseOptions): Database {
  return isPostgres(options.url) ? connectPostgres(options) : connectSqlite(options)
}

/** Where the configuration says that the database is. */
export function databaseAddress({ databaseUrl, dataDir }: Pick<Config, 'databaseUrl' | 'dataDir'>): string {
  return databaseUrl || join(dataDir, 'tributary.sqlite')
}

export function isPostgres(url: string): boolean {
  return /^postgres(ql)?:/.test(url)
}

function connectSqlite({ url, readers = 4, onQuery }: DatabaseOptions): Database {
  mkdirSync(dirname(url), { recursive: true })
  const writer = createKnex({ ...sqlite(url), pool: pool(1, false) })
  const reader = createKnex({ ...sqlite(url), pool: pool(readers, true) })
  return asDatabase(reader, writer, 'sqlite', onQuery)
}

function sqlite(filename: string): Knex.Config {
  return {
    client: SqliteClient as unknown as typeof Knex.Client,
    connection: { filename },
    useNullAsDefault: true,
    compileSqlOnError: false,
    ...knexSnakeCaseMappers(),
  }
}

interface SqliteConnection {
  exec(sql: string, done: (error: Error | null) => void): void
}

function pool(max: number, reading: boolean): Knex.PoolConfig {
  // journal_mode is a write, so the readers only follow what the writer has set.
  const pragmas = reading
    ? 'PRAGMA busy_timeout = 5000; PRAGMA cache_size = -4000; PRAGMA temp_store = MEMORY; PRAGMA query_only = ON;'
    : 'PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY;'
  return {
    min: 0,
    max,
    idleTimeoutMillis: 3_600_000,
    afterCreate: (connection: SqliteConnection, done: (error: Error | null, connection: SqliteConnection) => void) => {
      connection.exec(pragmas, error => done(error, connection))
    },
  }
}

function connectPostgres({ url, readers = 10, onQuery }: DatabaseOptions): Database {
  const knex = createKnex({
    client: 'pg',
    connection: { connectionString: url },
    // Errors go to the log; what members wrote does not.
    compileSqlOnError: false,
    pool: { min: 0, max: readers },
    ...knexSnakeCaseMappers(),
  })
  return asDatabase(knex, knex, 'postgres', onQuery)
}

function asDatabase(reader: Knex, writer: Knex, dialect: Database['dialect'], onQuery?: (sql: string) => void): Database {
  if (onQuery) for (const knex of new Set([reader, writer])) knex.on('query', ({ sql }: { sql: string }) => onQuery(sql))
  const open = writer.transaction.bind(writer) as (...args: unknown[]) => Promise<unknown>
  const database = Object.assign(reader, {
    dialect,
    afterCommit: undefined,
    close: async () => {
      await reader.destroy()
      if (writer !== reader) await writer.destroy()
    },
  }) as unknown as Database
  const transaction = async (...args: unknown[]): Promise<unknown> => {
    const result = await retryDeadlocks(() => open(...args))
    database.afterCommit?.()
    return result
  }
  // knex's own is read-only but may be replaced.
  return Object.defineProperty(database, 'transaction', { value: transaction })
}

const mostAttempts = 5

/**
 * PostgreSQL ends one of two transactions that wait for each other, and leaves it to that one to begin again. SQLite has one writer
 * at a time. What a transaction does must stand in the database alone, so that doing it twice is doing it once.
 */
async function retryDeadlocks<Result>(run: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run()
    } catch (error) {
      if (attempt === mostAttempts || (error as { code?: unknown }).code !== deadlockDetected) throw error
      await new Promise(resolve => setTimeout(resolve, Math.random() * attempt * 20))
    }
  }
}

/** PostgreSQL's SQLSTATE (Appendix A, "PostgreSQL Error Codes"). */
const deadlockDetected = '40P01'
