import sqlite3 from 'sqlite3'

/** One SQLite file, without pool and without knex: for copies that nobody else uses. */
export interface SqliteFile {
  all<Row>(sql: string): Promise<Row[]>
  exec(sql: string): Promise<void>
  /** Copies the database as it is at this moment into a new file; others may write meanwhile. `progress` gets pages done and all. */
  copyTo(path: string, progress?: (done: number, all: number) => void): Promise<void>
  close(): Promise<void>
}

/** What the driver's types leave out. */
interface Backup {
  readonly completed: boolean
  readonly failed: boolean
  readonly remaining: number
  readonly pageCount: number
  step(pages: number, done: (error: Error | null) => void): void
  finish(done: (error: Error | null) => void): void
}

// A step takes a thread of the pool that the site's own queries use as well.
const pagesAtOnce = 2_000

/** Opens a file that exists. `frozen` promises that nobody writes to it, and leaves no trace beside it. */
export async function openSqliteFile(path: string, how: 'frozen' | 'usual' = 'usual'): Promise<SqliteFile> {
  const file = await new Promise<sqlite3.Database>((resolve, reject) => {
    const [name, mode] =
      how === 'frozen'
        ? [`file:${encodeURI(path).replaceAll('?', '%3f').replaceAll('#', '%23')}?immutable=1`, sqlite3.OPEN_READONLY | sqlite3.OPEN_URI]
        : [path, sqlite3.OPEN_READWRITE]
    const opening: sqlite3.Database = new sqlite3.Database(name, mode, error => (error ? reject(error) : resolve(opening)))
  })
  const exec = (sql: string) => new Promise<void>((resolve, reject) => file.exec(sql, error => (error ? reject(error) : resolve())))
  return {
    exec,
    all: <Row>(sql: string) =>
      new Promise<Row[]>((resolve, reject) => file.all(sql, (error, rows) => (error ? reject(error) : resolve(rows as Row[])))),
    async copyTo(target, progress) {
      // An open transaction holds the moment: without it, every write of somebody else would begin the copy anew.
      await exec('PRAGMA busy_timeout = 10000; BEGIN; SELECT count(*) FROM sqlite_schema;')
      const backup = (file as unknown as { backup(path: string): Backup }).backup(target)
      try {
        while (!backup.completed) {
          await called(done => backup.step(pagesAtOnce, done))
          if (backup.failed) throw new Error('SQLite could not copy the database.')
          progress?.(backup.pageCount - backup.remaining, backup.pageCount)
        }
      } finally {
        await called(done => backup.finish(done))
        await exec('COMMIT')
      }
    },
    close: () => called(done => file.close(done)),
  }
}

function called(start: (done: (error: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => start(error => (error ? reject(error) : resolve())))
}
