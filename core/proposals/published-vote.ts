import type { Knex } from 'knex'
import type { BallotOption } from '../ballots/ballot.ts'
import { notFound } from '../errors.ts'
import { listBallots } from './cast-ballot.ts'
import { findProposal } from './proposal.ts'
import type { PublishedVote } from './recount.ts'

/** What is published about a vote that is over. Throws notFound before that. */
export async function findVote(db: Knex, proposalId: string): Promise<PublishedVote> {
  const { id, title, rules, method, seats, options, electors, tally, closedAt } = await findProposal(db, proposalId)
  if (!closedAt || !tally) throw notFound('result yet')
  const names = await namesOf(db, options)
  const named = options.map(({ changes: _, ...option }) => {
    const name = names.get(option.memberId ?? '')
    return { ...option, ...(name && { name }) }
  })
  return { proposal: id, title, method, seats, options: named, rules, electors, tally, ballots: await listBallots(db, id) }
}

/** Names of candidates as they are now, by id; those who left have none. */
async function namesOf(db: Knex, options: readonly BallotOption[]): Promise<Map<string, string>> {
  const ids = options.flatMap(({ memberId }) => memberId ?? [])
  if (ids.length === 0) return new Map()
  const rows: { id: string; name: string }[] = await db('feeds').whereIn('id', ids).whereNull('removedAt').select('id', 'name')
  return new Map(rows.map(({ id, name }) => [id, name]))
}
