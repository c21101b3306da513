import { createHash } from 'node:crypto'
import type { Knex } from 'knex'
import type { Source } from './source.ts'

type Origin = Pick<Source, 'memberId' | 'type' | 'address'>

/**
 * Takes what a source brought out of every feed, but for entries that others have commented on: what they said is theirs.
 * Connecting the same source again brings it back. Returns how many entries are gone.
 */
export async function removeImported(trx: Knex.Transaction, source: Origin & Pick<Source, 'id'>, now: Date): Promise<number> {
  return withoutTalk(trx, source.memberId)
    .where({ sourceId: source.id })
    .whereNull('removedAt')
    .update({ removedAt: now.toISOString(), removedBy: source.memberId, removedReason: reasonOf(source) })
}

/** Brings back what was removed together with its source. */
export async function restoreImported(trx: Knex.Transaction, source: Origin): Promise<number> {
  return trx('entries')
    .where({ authorId: source.memberId, removedReason: reasonOf(source) })
    .update({ removedAt: null, removedBy: null, removedReason: null })
}

/** Entries of a member that nobody else has commented on. */
export function withoutTalk(trx: Knex.Transaction, memberId: string): Knex.QueryBuilder {
  return trx('entries').whereNotExists(talk => talkOfOthers(talk, memberId))
}

/** Entries of a member that others have commented on. */
export function withTalk(trx: Knex.Transaction, memberId: string): Knex.QueryBuilder {
  return trx('entries').whereExists(talk => talkOfOthers(talk, memberId))
}

function talkOfOthers(query: Knex.QueryBuilder, memberId: string): void {
  query
    .from('comments')
    .whereRaw('comments.entry_id = entries.id')
    .whereNull('comments.removedAt')
    .where(author => author.whereNull('comments.authorId').orWhereNot('comments.authorId', memberId))
}

function reasonOf({ type, address }: Origin): string {
  return `source ${createHash('sha256').update(`${type}\n${address}`).digest('hex')}`
}
