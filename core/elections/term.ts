import type { Knex } from 'knex'

/** For how long somebody was elected to a role. */
export interface Term {
  id: string
  memberId: string
  role: string
  proposalId: string
  beganAt: string
  endsAt: string
  endedAt: string | null
}

/** Terms that have not ended, those that end first before the others. */
export function openTerms(db: Knex, where: { memberId?: string; role?: string } = {}): Promise<Term[]> {
  return db('terms').where(where).whereNull('endedAt').orderBy('endsAt').orderBy('id').limit(500).select('*')
}

/** Ends the terms of a member: they were given another role, elected anew, or recalled. */
export async function closeTerms(trx: Knex.Transaction, memberId: string, now: Date): Promise<void> {
  await trx('terms').where({ memberId }).whereNull('endedAt').update({ endedAt: now.toISOString() })
}
