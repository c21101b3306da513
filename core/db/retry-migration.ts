import type { Database } from './connect.ts'
import { MigrationError, migrationLock } from './migrate.ts'

/**
 * Forgets that a migration was begun, so that the next start runs it again. A migration runs in one transaction, so one that was
 * interrupted has left nothing behind. Throws when it is not interrupted, or runs at this moment.
 */
export async function forgetInterrupted(db: Database, name: string): Promise<void> {
  try {
    await db.transaction(async trx => {
      if (db.dialect === 'postgres' && !(await migrationLock(trx, name, 'try'))) throw atWork(name)
      const row: { finishedAt: string | null } | undefined = await trx('migrations').where({ name }).first('finishedAt')
      if (!row) throw new MigrationError(`There is no interrupted migration named ${name}.`)
      if (row.finishedAt !== null)
        throw new MigrationError(`The migration ${name} was finished at ${row.finishedAt}; nothing has to be done.`)
      await trx('migrations').where({ name }).delete()
    })
  } catch (cause) {
    // On SQLite a migration at work holds the only write transaction.
    if ((cause as { code?: string }).code === 'SQLITE_BUSY') throw atWork(name, cause)
    throw cause
  }
}

function atWork(name: string, cause?: unknown): MigrationError {
  return new MigrationError(`The migration ${name} is being run by another process at this moment. Wait for it.`, { cause })
}
