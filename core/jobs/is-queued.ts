import type { Knex } from 'knex'

/** Whether a job waits under this key, or is being done. */
export async function isQueued(db: Knex, key: string): Promise<boolean> {
  return (await db('jobs').where({ key }).first('id')) !== undefined
}
