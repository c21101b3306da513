import type { Knex } from 'knex'
import { notFound } from '../errors.ts'
import { listBallots } from './cast-ballot.ts'
import { findProposal } from './proposal.ts'
import type { PublishedVote } from './recount.ts'

/** What is published about a vote that is over. Throws notFound before that. */
export async function findVote(db: Knex, proposalId: string): Promise<PublishedVote> {
  const { id, title, rules, electors, tally, closedAt } = await findProposal(db, proposalId)
  if (!closedAt || !tally) throw notFound('result yet')
  return { proposal: id, title, rules, electors, tally, ballots: await listBallots(db, id) }
}
