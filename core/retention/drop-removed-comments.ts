import type { Knex } from 'knex'

const atOnce = 500

/** Deletes for good comments that were removed before a time: by members, or by staff, who say why. Numbers of the others stay. */
export function dropRemovedComments(trx: Knex.Transaction, before: string, by: 'author' | 'staff'): Promise<number> {
  const rows = trx('comments').where('removedAt', '<', before)
  const chosen = by === 'staff' ? rows.whereNotNull('removedReason') : rows.whereNull('removedReason')
  return Promise.resolve(trx('comments').whereIn('id', chosen.select('id').limit(atOnce)).delete())
}
