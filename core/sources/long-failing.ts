import type { Knex } from 'knex'

/** Sources that failed so often in a row that somebody should look, apart from those that are paused. */
export function longFailing(db: Knex): Knex.QueryBuilder {
  return db('sources').where('failures', '>=', 5).whereNull('pausedAt')
}
