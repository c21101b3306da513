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
  removedReason: string | null
}

/**
 * Entries of this author that drafts are about. `byPage` says which are also found by the page they lead to: `orphans` have no source
 * any more (a blog that was disconnected, moved meanwhile and was connected again at its new address); `all` finds what a source has
 * brought already.
 */
export async function findKnown(
  db: Knex,
  authorId: string,
  drafts: readonly Draft[],
  byPage: 'none' | 'orphans' | 'all',
): Promise<Map<Draft, KnownEntry>> {
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
  if (byPage !== 'none') await findByPage(db, authorId, drafts, known, byPage)
  return known
}

async function findByPage(
  db: Knex,
  authorId: string,
  drafts: readonly Draft[],
  known: Map<Draft, KnownEntry>,
  which: 'orphans' | 'all',
): Promise<void> {
  const missing = drafts.filter(draft => draft.url && !known.has(draft))
  if (missing.length === 0) return
  const rows = await select(
    db,
    authorId,
    'via_url',
    missing.map(draft => draft.url!),
  )
  const found = new Map(rows.filter(row => which === 'all' || row.sourceId === null).map(row => [row.viaUrl, row]))
  for (const draft of missing) {
    const row = found.get(draft.url)
    if (!row) continue
    found.delete(draft.url)
    known.set(draft, row)
  }
}

function select(db: Knex, authorId: string, column: string, values: string[]): Promise<KnownEntry[]> {
  const { sql, bindings } = inList(dialectOf(db), column, values)
  return db('entries')
    .where({ authorId })
    .whereNotNull('origin')
    .whereRaw(sql, bindings)
    .select('id', 'origin', 'originalHash', 'sourceId', 'viaUrl', 'removedAt', 'removedReason')
}
