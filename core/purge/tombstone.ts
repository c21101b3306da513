import type { Knex } from 'knex'

export type PurgedKind = 'entry' | 'comment' | 'upload' | 'picture'

/** What is destroyed for good, by ids and hashes: enough to destroy it again in a restored backup, and nothing of what it said. */
export interface Tombstone {
  id: string
  at: string
  kind: PurgedKind
  entryIds: string[]
  commentIds: string[]
  /** Names in the media folder. */
  files: string[]
  /** SHA-256 of what is not let in again. */
  hashes: string[]
  /** Hashes of addresses whose pictures are not kept. */
  pictures: string[]
}

/** What staff say beside it. */
export interface BurialNote {
  reason: string
  rule: string | null
  byId: string | null
  authorId: string | null
  notToldBecause: string | null
}

/** Writes tombstones with what is not let in again. Those that stand there already stay as they are. */
export async function writeTombstones(trx: Knex.Transaction, tombstones: readonly Tombstone[], note: BurialNote): Promise<void> {
  for (const { id, at, kind, ...what } of tombstones) {
    await trx('tombstones')
      .insert({ id, kind, what: JSON.stringify(what), ...note, createdAt: at })
      .onConflict('id')
      .ignore()
    const rows = [...new Set([...what.hashes, ...what.pictures])].map(hash => ({ hash, tombstoneId: id }))
    for (let from = 0; from < rows.length; from += 200)
      await trx('purged_hashes')
        .insert(rows.slice(from, from + 200))
        .onConflict('hash')
        .ignore()
  }
}

/** Throws when there is none of this id; it was written in the transaction before. */
export async function findTombstone(db: Knex, id: string): Promise<Tombstone> {
  const row: { id: string; kind: PurgedKind; what: string; createdAt: string } = await db('tombstones').where({ id }).first()
  return { ...(JSON.parse(row.what) as Omit<Tombstone, 'id' | 'at' | 'kind'>), id: row.id, kind: row.kind, at: row.createdAt }
}
