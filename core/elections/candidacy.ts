import { createHash } from 'node:crypto'
import type { Knex } from 'knex'
import type { ProposalOption } from '../proposals/proposal.ts'

/** Somebody who stands in an election, or was asked to and has not answered. */
export interface Candidacy {
  proposalId: string
  memberId: string
  namedBy: string | null
  /** Why they stand, in their own words. */
  statement: string | null
  createdAt: string
  acceptedAt: string | null
}

/** More do not fit on a ballot that somebody reads. */
export const mostCandidates = 40

/** Who stands in an election or was asked to, the first before the others. */
export function listCandidacies(db: Knex, proposalId: string): Promise<Candidacy[]> {
  return db('candidacies').where({ proposalId }).orderBy('createdAt').orderBy('memberId').limit(200).select('*')
}

/**
 * Those who stand, as they come on the ballot: who can still vote themselves (not suspended, not leaving). In an order that nobody chose, for the first
 * on a list gets more votes than the second.
 */
export async function candidatesFor(db: Knex, proposalId: string): Promise<ProposalOption[]> {
  const rows: { memberId: string }[] = await db('candidacies as c')
    .join('members as m', 'm.id', 'c.memberId')
    .where('c.proposalId', proposalId)
    .whereNotNull('c.acceptedAt')
    .whereNull('m.closingAt')
    .select('c.memberId')
  const place = (id: string): string => createHash('sha256').update(`${proposalId} ${id}`).digest('hex')
  const order = rows.map(({ memberId: id }) => [place(id), id] as const).sort(([a], [b]) => (a < b ? -1 : 1))
  return order.map(([, memberId], index) => ({ id: `${index + 1}`, memberId }))
}
