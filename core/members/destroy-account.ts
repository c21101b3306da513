import type { Knex } from 'knex'
import { Feed } from '../feeds/feed.ts'
import { destroyImports } from '../imports/destroy-imports.ts'
import { removeMedia } from '../media/media-store.ts'
import { destroyExports } from '../own-data/sweep-exports.ts'
import { erasePersonalRows } from '../plugin-data/personal-rows.ts'
import { eraseFromTables } from '../plugin-data/personal-tables.ts'
import type { Site } from '../site.ts'
import { destroyDeeds } from './destroy-deeds.ts'
import { destroyEntries } from './destroy-entries.ts'
import { destroyTies } from './destroy-ties.ts'
import { destroyUploads, isFileUsed } from './destroy-uploads.ts'
import { retiredId } from './handle.ts'

/** The routine: accounts whose grace period is over, one after the other. */
export async function destroyDueAccounts(site: Site, stopping?: AbortSignal): Promise<void> {
  const due: { id: string }[] = await site
    .db('members')
    .where('closingAt', '<=', site.now().toISOString())
    .orderBy('closingAt')
    .limit(20)
    .select('id')
  for (const { id } of due) {
    if (stopping?.aborted) return
    await destroyAccount(site, id, stopping)
  }
}

/**
 * Deletes an account for good, after its grace period: everything the member wrote, liked, brought in and uploaded. What others
 * said stays, with an empty entry above it. In small transactions, each of which takes what is left, so that it can be stopped
 * at any point and goes on at the next run; the member's row goes last.
 */
export async function destroyAccount(site: Site, memberId: string, stopping?: AbortSignal): Promise<void> {
  const steps = [
    destroyTies,
    destroyDeeds,
    destroyUploads,
    destroyEntries,
    destroyImports,
    destroyExports,
    erasePersonalRows,
    eraseFromTables,
  ]
  for (const step of steps) {
    await step(site, memberId, stopping)
    if (stopping?.aborted) return
  }
  const picture = await site.db.transaction(trx => destroyMember(site, trx, memberId))
  if (picture && !(await isFileUsed(site.db, picture))) await removeMedia(site, picture)
}

/** The last step. Something may have come in meanwhile, from a fetch or a form that was under way: then the next run takes it. */
async function destroyMember(site: Site, trx: Knex.Transaction, memberId: string): Promise<string | null> {
  const entry: unknown = await trx('entries').where({ authorId: memberId }).first('id')
  const comment: unknown = await trx('comments').where({ authorId: memberId }).first('id')
  const like: unknown = await trx('likes').where({ memberId }).first('entryId')
  if (entry ?? comment ?? like) return null
  const feed = await Feed.query(trx).findById(memberId).throwIfNotFound()
  const gone = await trx('members').where({ id: memberId }).delete()
  if (gone === 0) return null

  const now = site.now().toISOString()
  await trx('members').where({ invitedBy: memberId }).update({ invitedBy: null })
  await trx('retired_handles')
    .insert({ id: retiredId(feed.handle), createdAt: now })
    .onConflict('id')
    .ignore()
  // The end of the id: its beginning is a time and the same for all who joined in one minute.
  const former = `former-${memberId.slice(-12)}`
  const emptied = { name: 'A former member', description: '', links: '[]', picture: null }
  await Feed.query(trx)
    .patch({ kind: 'former', handle: former, skeleton: former, removedAt: now, ...emptied })
    .where({ id: memberId })
  await site.announce(trx, 'member.destroyed', { memberId, handle: feed.handle })
  return feed.picture
}
