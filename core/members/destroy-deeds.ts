import type { Knex } from 'knex'
import { dialectOf, inList } from '../db/select.ts'
import type { Site } from '../site.ts'

/** Entries per transaction: others can write in between. */
const batch = 500

/** Takes a member's likes and comments back everywhere. The numbers of the comments around them stay as they are. */
export async function destroyDeeds(site: Site, memberId: string, stopping?: AbortSignal): Promise<void> {
  await site.db.transaction(trx => trx('held_comments').where({ authorId: memberId }).delete())
  const liked: { entryId: string }[] = await site.db('likes').where({ memberId }).select('entryId')
  const commented: { entryId: string }[] = await site.db('comments').where({ authorId: memberId }).distinct('entryId')
  await inBatches(site, liked, (trx, entryIds) => takeBack(trx, 'like', memberId, entryIds), stopping)
  await inBatches(site, commented, (trx, entryIds) => takeBack(trx, 'comment', memberId, entryIds), stopping)
}

async function inBatches(
  site: Site,
  rows: { entryId: string }[],
  work: (trx: Knex.Transaction, entryIds: string[]) => Promise<void>,
  stopping?: AbortSignal,
): Promise<void> {
  const ids = rows.map(row => row.entryId).sort()
  for (let start = 0; start < ids.length && !stopping?.aborted; start += batch) {
    await site.db.transaction(trx => work(trx, ids.slice(start, start + batch)))
  }
}

const counted = {
  like: `like_count = (select count(*) from likes where entry_id = entries.id)`,
  comment: `comment_count = (select count(*) from comments c where c.entry_id = entries.id and c.removed_at is null),
    first_comment_id = (select c.id from comments c where c.entry_id = entries.id and c.removed_at is null order by c.number limit 1),
    last_comment_id = (select c.id from comments c where c.entry_id = entries.id and c.removed_at is null order by c.number desc limit 1)`,
}

/** Deletes the deeds of one kind on these entries, what followed from them, and counts again. */
async function takeBack(trx: Knex.Transaction, kind: 'like' | 'comment', memberId: string, entryIds: string[]): Promise<void> {
  const within = (column: string) => inList(dialectOf(trx), column, entryIds)
  const on = within('entry_id')
  const table = kind === 'like' ? 'likes' : 'comments'
  await trx(table)
    .where(kind === 'like' ? { memberId } : { authorId: memberId })
    .whereRaw(on.sql, on.bindings)
    .delete()
  await trx('activities').where({ memberId, kind }).whereRaw(on.sql, on.bindings).delete()
  // Entries that stand in somebody's home feed only because of this.
  await trx('timeline').where({ actorId: memberId, reason: kind }).whereRaw(on.sql, on.bindings).delete()
  const entries = within('id')
  await trx.raw(`update entries set ${counted[kind]} where ${entries.sql}`, entries.bindings)
}
