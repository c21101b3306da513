import type { Knex } from 'knex'
import type { Site } from '../site.ts'
import { holdEntries } from './hold-entries.ts'

interface Imported {
  origin: string
  item: { hold?: string }
}

/** Holds those of the imported entries that a filter wants somebody to look at. Returns the ids of the others, in their order. */
export async function holdImported(
  site: Site,
  trx: Knex.Transaction,
  drafts: readonly Imported[],
  ids: readonly string[],
): Promise<string[]> {
  const reasons = new Map(drafts.flatMap(({ origin, item }) => (item.hold ? [[origin, item.hold]] : [])))
  if (reasons.size === 0 || ids.length === 0) return [...ids]
  const rows: { id: string; origin: string }[] = await trx('entries')
    .whereIn('id', ids)
    .whereIn('origin', [...reasons.keys()])
    .select('id', 'origin')
  for (const [reason, held] of Map.groupBy(rows, row => reasons.get(row.origin) ?? '')) {
    await holdEntries(
      site,
      trx,
      held.map(row => row.id),
      { reason, by: 'a filter' },
    )
  }
  const held = new Set(rows.map(row => row.id))
  return ids.filter(id => !held.has(id))
}
