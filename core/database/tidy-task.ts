import createKnex from 'knex'
import { databaseAddress } from '../db/connect.ts'
import { Type } from '../http/type.ts'
import { defineTask } from '../tasks/task.ts'
import { databaseBytes } from './database-size.ts'

/** Gives room back that was once used, and counts rows so that the database plans well. On SQLite nobody can write meanwhile. */
export const tidyDatabaseTask = defineTask({
  name: 'database.tidy',
  title: 'Tidy up the database',
  permission: 'system',
  input: Type.Object({}),
  async run({ site, step }) {
    const before = await databaseBytes(site)
    await step({ total: 2, done: 0, message: 'Giving room back' })
    if (site.db.dialect === 'postgres') {
      await site.db.raw('vacuum')
      await step({ done: 1, message: 'Counting rows' })
      await site.db.raw('analyze')
    } else {
      // The site's own connections either only read or are inside a transaction, where this is not possible.
      const own = createKnex({ client: 'sqlite3', connection: { filename: databaseAddress(site.config) }, useNullAsDefault: true })
      try {
        await own.raw('pragma busy_timeout = 20000')
        await own.raw('vacuum')
        await step({ done: 1, message: 'Counting rows' })
        await own.raw('analyze')
        await own.raw('pragma wal_checkpoint(truncate)')
      } finally {
        await own.destroy()
      }
    }
    await step({ done: 2 })
    const freed = Math.max(0, before - (await databaseBytes(site)))
    return `Gave ${(freed / 1e6).toFixed(1)} MB back.`
  },
})
