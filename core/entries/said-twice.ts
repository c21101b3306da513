import type { Knex } from 'knex'
import { dialectOf } from '../db/select.ts'

/** The same words of the same member within this many milliseconds are a second click, not a second entry or comment. */
const within = 60_000

/**
 * Makes two requests of one member wait for each other until the transaction ends, and returns the time since when the same words
 * count as said twice.
 */
export async function watchForTwice(trx: Knex.Transaction, memberId: string, now: Date): Promise<string> {
  // SQLite has one write transaction at a time anyway. What refers to the feed may still be written meanwhile.
  if (dialectOf(trx) === 'postgres') await trx('feeds').where({ id: memberId }).forNoKeyUpdate().first('id')
  return new Date(now.getTime() - within).toISOString()
}
