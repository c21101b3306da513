import type { Knex } from 'knex'
import { emptiedEntry } from '../entries/emptied-entry.ts'
import type { Site } from '../site.ts'
import { withoutTalk, withTalk } from '../sources/remove-imported.ts'
import { dropTags } from '../tags/tag-entries.ts'

const batch = 200

/** Nothing says any more whose it was; what others said to it hangs on its id. */
const emptied = {
  ...emptiedEntry,
  authorId: null,
  sourceId: null,
  importBatchId: null,
  origin: null,
  viaVerifiedAt: null,
  editedAt: null,
  licence: null,
}

/** Deletes a member's entries and sources. An entry to which others have said something stays for their words, empty. */
export async function destroyEntries(site: Site, memberId: string, stopping?: AbortSignal): Promise<void> {
  await repeat(site, stopping, async trx => {
    const ids = await idsOf(withoutTalk(trx, memberId), memberId)
    await dropTags(trx, ids)
    return trx('entries').whereIn('id', ids).delete()
  })
  await repeat(site, stopping, async trx => {
    const ids = await idsOf(withTalk(trx, memberId), memberId)
    await dropTags(trx, ids)
    return trx('entries').whereIn('id', ids).update(emptied)
  })
  if (stopping?.aborted) return
  await site.db.transaction(async trx => {
    const sources: { id: string }[] = await trx('sources').where({ memberId }).select('id')
    await trx('sources').where({ memberId }).delete()
    for (const { id } of sources) await site.announce(trx, 'source.removed', { sourceId: id, memberId })
  })
}

async function idsOf(query: Knex.QueryBuilder, authorId: string): Promise<string[]> {
  const rows: { id: string }[] = await query.where({ authorId }).limit(batch).select('id')
  return rows.map(row => row.id)
}

async function repeat(site: Site, stopping: AbortSignal | undefined, work: (trx: Knex.Transaction) => Promise<number>): Promise<void> {
  while (!stopping?.aborted && (await site.db.transaction(work)) > 0);
}
