import type { Knex } from 'knex'
import type { Site } from '../site.ts'

/** Why an entry is held, and by whom: a plugin's name or a member's id. */
export interface Held {
  reason: string
  by: string
}

/**
 * Holds entries for review, in the transaction that publishes, imports or edits them: from now on nobody sees them but their author
 * and who reviews them. Part of those verbs; doing it twice changes nothing. Who holds an entry that is being published does not
 * announce it: letting it go does.
 */
export async function holdEntries(site: Site, trx: Knex.Transaction, entryIds: readonly string[], { reason, by }: Held): Promise<void> {
  if (entryIds.length === 0) return
  const createdAt = site.now().toISOString()
  const row = { reason: reason.slice(0, 300), heldBy: by.slice(0, 120), createdAt }
  await trx('held_entries')
    .insert(entryIds.map(entryId => ({ entryId, ...row })))
    .onConflict('entry_id')
    .ignore()
  await trx('entries').whereIn('id', entryIds).update({ access: 'held' })
  await site.announce(trx, 'entries.held', { entryIds: [...entryIds] })
}
