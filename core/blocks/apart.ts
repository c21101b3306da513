import type { Knex } from 'knex'
import { type Actor, isMember } from '../actor.ts'

/**
 * Whether somebody is blocked by the actor, or has blocked them. A session knows when there is nobody, and then no query pays for it; for
 * other actors it is looked up.
 */
export function mayBeApart(actor: Actor): boolean {
  return isMember(actor) && actor.member.apart !== false
}

/** The condition under which a reader and an author see each other. Both are columns of the statement, or a question mark for the reader. */
export function togetherSql(reader: string, author: string): string {
  return `not exists (select 1 from blocks vb where vb.member_id = ${reader} and vb.other_id = ${author})`
}

/** Ids of those whom the actor sees nothing of. */
export async function listApart(db: Knex, actor: Actor): Promise<ReadonlySet<string>> {
  if (!mayBeApart(actor)) return nobody
  const rows: { otherId: string }[] = await db('blocks').where({ memberId: actor.id }).limit(5000).select('otherId')
  return new Set(rows.map(({ otherId }) => otherId))
}

/** Whether two members see nothing of each other. */
export async function areApart(db: Knex, memberId: string, otherId: string): Promise<boolean> {
  return (await db('blocks').where({ memberId, otherId }).first('otherId')) !== undefined
}

const nobody: ReadonlySet<string> = new Set()
