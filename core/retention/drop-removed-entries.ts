import type { Knex } from 'knex'
import { emptiedEntry } from '../entries/emptied-entry.ts'
import { dropTags } from '../tags/tag-entries.ts'

const atOnce = 200

/** Nobody can bring it back any more; reconnecting its source can, by reading it anew. */
const emptied = { ...emptiedEntry, removedBy: 'system', originalHash: null }

/**
 * Deletes for good what was removed before a time: by its author, or by staff. An entry stays as an empty place when others have commented on
 * it, and when it came from elsewhere: else the next fetch would bring back what its author does not want here.
 */
export async function dropRemovedEntries(trx: Knex.Transaction, before: string, by: 'author' | 'staff'): Promise<number> {
  const author = by === 'author' ? 'e.removed_by = e.author_id' : 'e.removed_by is null or e.removed_by <> e.author_id'
  const rows: { id: string; origin: string | null; talk: number }[] = await trx('entries as e')
    .where('e.removedAt', '<', before)
    .whereRaw(`(${author})`)
    .whereNotNull('e.authorId')
    // What is empty already is done.
    .whereRaw(
      "(e.body <> '' or e.body_html <> '' or e.attachments <> '[]' or e.title is not null or e.link is not null or e.original is not null)",
    )
    .orderBy('e.removedAt')
    .limit(atOnce)
    .select(
      'e.id',
      'e.origin',
      trx.raw('(select count(*) from comments c where c.entry_id = e.id and (c.author_id is null or c.author_id <> e.author_id)) as talk'),
    )
  const ids = rows.map(({ id }) => id)
  const whole = rows.filter(({ origin, talk }) => origin === null && Number(talk) === 0).map(({ id }) => id)
  const kept = ids.filter(id => !whole.includes(id))
  await dropTags(trx, ids)
  // Their pictures are swept as uploads that no entry shows.
  await trx('uploads').whereIn('entryId', ids).update({ entryId: null })
  await trx('entry_edits').whereIn('entryId', kept).delete()
  await trx('entries').whereIn('id', kept).update(emptied)
  await trx('entries').whereIn('id', whole).delete()
  return ids.length
}
