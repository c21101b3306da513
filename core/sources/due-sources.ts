import type { Knex } from 'knex'
import type { Database } from '../db/connect.ts'
import { dialectOf, inList } from '../db/select.ts'
import { restrictionsInForce } from '../restrictions/restriction.ts'
import { Source } from './source.ts'

/** A lease ends after this, whatever became of who took it; a fetch has to be done long before. */
export const leaseSeconds = 110

/** A source that should be fetched now. */
export interface DueSource {
  id: string
  url: string
}

/** Sources whose time has come and that nobody is fetching, the most overdue first. */
export async function dueSources(db: Knex, now: Date, limit: number): Promise<DueSource[]> {
  return (
    whereFree(db('sources'), now)
      .where('nextFetchAt', '<=', now.toISOString())
      .whereNotExists(query => query.from('members').whereRaw('members.id = sources.member_id').where(away))
      // Nothing comes in of who may not publish; it is made up for afterwards.
      .whereNotIn('memberId', restrictionsInForce(db, now).whereNot({ kind: 'warning' }).select('memberId'))
      .orderBy('nextFetchAt')
      .limit(limit)
      .select('id', 'url')
  )
}

/** Takes sources for this process, for a while. What another process took in the meantime is left out. */
export async function leaseSources(db: Database, ids: readonly string[], now: Date): Promise<Source[]> {
  if (ids.length === 0) return []
  const { sql, bindings } = inList(dialectOf(db), 'id', ids)
  const leasedUntil = new Date(now.getTime() + leaseSeconds * 1000).toISOString()
  const rows = await db.transaction(trx => whereFree(trx('sources').whereRaw(sql, bindings), now).update({ leasedUntil }).returning('*'))
  return rows.map(row => Source.fromDatabaseJson(row))
}

/** Gives sources back that were taken and not fetched after all. */
export async function releaseSources(db: Database, sources: readonly Pick<Source, 'id'>[]): Promise<void> {
  if (sources.length === 0) return
  const ids = sources.map(source => source.id)
  await db.transaction(trx => trx('sources').whereIn('id', ids).update({ leasedUntil: null }))
}

/**
 * Ends the leases of a process that was killed. Only on SQLite: there is one process then, and when it starts nobody is fetching.
 * Elsewhere they end by themselves.
 */
export async function endOldLeases(db: Database): Promise<void> {
  if (db.dialect !== 'sqlite') return
  const held = await db('sources').whereNotNull('leasedUntil').first('id')
  if (held) await db.transaction(trx => trx('sources').whereNotNull('leasedUntil').update({ leasedUntil: null }))
}

function whereFree(query: Knex.QueryBuilder, now: Date): Knex.QueryBuilder {
  return query.where(free => free.whereNull('leasedUntil').orWhere('leasedUntil', '<', now.toISOString()))
}

/** Accounts that wait for approval or are about to be deleted. */
function away(query: Knex.QueryBuilder): void {
  query.whereNotNull('members.waitingSince').orWhereNotNull('members.closingAt')
}
