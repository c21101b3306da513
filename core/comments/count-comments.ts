import type { Knex } from 'knex'

/** Counts an entry's comments again after one came back or went, with the two that a folded entry shows. Never moves the entry. */
export async function countComments(trx: Knex.Transaction, entryId: string): Promise<void> {
  // Who counts at the same time waits here, and then sees what the other one did.
  await trx('entries').where({ id: entryId }).forUpdate().first('id')
  const present = () => trx('comments').where({ entryId }).whereNull('removedAt')
  await trx('entries')
    .where({ id: entryId })
    .update({
      commentCount: present().count('id'),
      firstCommentId: present().select('id').orderBy('number').limit(1),
      lastCommentId: present().select('id').orderBy('number', 'desc').limit(1),
    })
}

/** Keeps the one row that says that a member commented on an entry, or drops it with the last comment. */
export async function countActivity(trx: Knex.Transaction, entryId: string, memberId: string): Promise<void> {
  const last: { createdAt: string } | undefined = await trx('comments')
    .where({ entryId, authorId: memberId })
    .whereNull('removedAt')
    .orderBy('number', 'desc')
    .first('createdAt')
  const row = { memberId, kind: 'comment', entryId }
  if (!last) await trx('activities').where(row).delete()
  else
    await trx('activities')
      .insert({ ...row, at: last.createdAt })
      .onConflict(['entry_id', 'member_id', 'kind'])
      .merge()
}
