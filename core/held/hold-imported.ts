import type { Knex } from 'knex'
import type { Site } from '../site.ts'
import { type Held, holdEntries } from './hold-entries.ts'

interface Imported {
  origin: string
  item: { hold?: string; heldBy?: string }
  held?: Held
}

/** Holds those of the imported entries that a filter wants somebody to look at. Returns the ids of the others, in their order. */
export async function holdImported(
  site: Site,
  trx: Knex.Transaction,
  drafts: readonly Imported[],
  ids: readonly string[],
): Promise<string[]> {
  const reasons = new Map(
    drafts.flatMap(({ origin, item: { hold, heldBy = 'its source' }, held }) => {
      const why = hold ? { reason: hold, by: heldBy } : held
      return why ? [[origin, why] as const] : []
    }),
  )
  if (reasons.size === 0 || ids.length === 0) return [...ids]
  const rows: { id: string; origin: string }[] = await trx('entries')
    .whereIn('id', ids)
    .whereIn('origin', [...reasons.keys()])
    .select('id', 'origin')
  for (const same of Map.groupBy(rows, row => JSON.stringify(reasons.get(row.origin))).values()) {
    const heldIds = same.map(row => row.id)
    await holdEntries(site, trx, heldIds, reasons.get(same[0]!.origin)!)
  }
  const held = new Set(rows.map(row => row.id))
  return ids.filter(id => !held.has(id))
}

/** Holds what was changed where it came from and leads now to where somebody looks first. What is held or hidden already stays so. */
export async function holdEdited(site: Site, trx: Knex.Transaction, drafts: readonly Imported[], ids: readonly string[]): Promise<void> {
  const leading = drafts.filter(({ held }) => held)
  if (leading.length === 0 || ids.length === 0) return
  const open: string[] = await trx('entries')
    .whereIn('id', [...ids])
    .whereIn('access', ['public', 'private'])
    .pluck('id')
  await holdImported(site, trx, leading, open)
}
