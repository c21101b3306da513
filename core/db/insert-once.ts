import type { Knex } from 'knex'

/** Inserts a row unless one with the same key is there already. Says whether it was inserted, so that a verb can be done twice. */
export async function insertOnce(trx: Knex.Transaction, table: string, row: Record<string, unknown>): Promise<boolean> {
  const inserted: unknown[] = await trx(table).insert(row).onConflict().ignore().returning(Object.keys(row)[0]!)
  return inserted.length > 0
}
