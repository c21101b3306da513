import type { Knex } from 'knex'
import { dialectOf, inList } from '../db/select.ts'
import type { Draft } from './import-draft.ts'

/** An entry that came in before. */
export interface KnownEntry {
  id: string
  origin: string
  originalHash: string | null
  sourceId: string | null
  viaUrl: string | null
  removedAt: string | null
}

/**
 * Entries of this author that drafts are about. `adopt` also finds entries whose source is gone by the page they lead to: a blog that was
 * disconnected, moved meanwhile and was connected again at its new address.
 */
export async function findKnown(db: Knex, authorId: string, drafts: readonly Draft[], adopt: boolean): Promise<Map<Draft, KnownEntry>> {
  const rows = await select(
    db,
    authorId,
    'origin',
    drafts.map(draft => draft.origin),
  )
  const byOrigin = new Map(rows.map(row => [row.origin, row]))
  const known = new Map<Draft, KnownEntry>()
  for (const draft of drafts) {
    const row = byOrigin.get(draft.origin)
    if (row) known.set(draft, row)
  }
  if (adopt) await findOrphans(db, authorId, drafts, known)
  return known
}

async function findOrphans(db: Knex, authorId: string, drafts: readonly Draft[], known: Map<Draft, KnownEntry>): Promise<void> {
  const missing = drafts.filter(draft => draft.url && !known.has(draft))
  if (missing.length === 0) return
  const rows = await select(
    db,
    authorId,
    'via_url',
    missing.map(draft => draft.url!),
  )
  const orphans = new Map(rows.filter(row => row.sourceId === null).map(row => [row.viaUrl, row]))
  for (const draft of missing) {
    const row = orphans.get(draft.url)
    if (!row) continue
    orphans.delete(draft.url)
    known.set(draft, row)
  }
}

function select(db: Knex, authorId: string, column: string, values: string[]): Promise<KnownEntry[]> {
  const { sql, bindings } = inList(dialectOf(db), column, values)
  return db('entries')
    .where({ authorId })
    .whereNotNull('origin')
    .whereRaw(sql, bindings)
    .select('id', 'origin', 'originalHash', 'sourceId', 'viaUrl', 'removedAt')
}
