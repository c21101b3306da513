import type { Knex } from 'knex'
import type { Change } from '../actions/action.ts'
import type { BallotOption, VotingMethod } from '../ballots/ballot.ts'
import type { Tally } from '../ballots/count-vote.ts'
import { notFound } from '../errors.ts'
import type { BallotClass, VotingRules } from '../lock/charter.ts'

/** `published`: members discuss. `voting`: they vote. `passed`: it waits for its day. The others are ends; `answered` that of a question, `undone` of what members took back. */
export type ProposalState = 'published' | 'voting' | 'passed' | 'failed' | 'executed' | 'void' | 'withdrawn' | 'answered' | 'undone'

/** A way to do what is proposed, a candidate, or an answer. */
export interface ProposalOption extends BallotOption {
  /** What this way would change, as the action said when it was published. */
  changes?: Change[]
}

/** A change of the site that members decide about. */
export interface Proposal {
  id: string
  title: string
  action: string
  input: Record<string, unknown>
  payloadHash: string
  /** What it would change, as the action said when it was published. */
  changes: Change[]
  rulesClass: BallotClass
  /** As they were when it was published. */
  rules: VotingRules
  method: VotingMethod
  /** What can be voted for. Of an election empty until its vote is open. */
  options: ProposalOption[]
  /** How many are elected; 0 where nobody is. */
  seats: number
  decides: 'silence' | 'ballot' | 'locked'
  proposedBy: string | null
  state: ProposalState
  /** Why it ended so, where that needs saying. */
  stateReason: string | null
  electors: number
  publishedAt: string
  noticedAt: string | null
  /** When the present state ends by itself. */
  dueAt: string | null
  amendments: number
  closedAt: string | null
  tally: Tally | null
  settledAt: string | null
}

export type ProposalRow = Omit<Proposal, 'input' | 'changes' | 'rules' | 'tally' | 'options'> & {
  input: string
  options: string | null
  changes: string
  rules: string
  tally: string | null
}

/** The proposal with this id. Throws notFound. */
export async function findProposal(db: Knex, id: string): Promise<Proposal> {
  const row: ProposalRow | undefined = await db('proposals').where({ id }).first()
  if (!row) throw notFound('proposal')
  return proposalOf(row)
}

/** The same inside a transaction, which nobody else takes on, or votes about, before that ends. Throws notFound. */
export async function holdProposal(trx: Knex.Transaction, id: string): Promise<Proposal> {
  await trx('proposals').where({ id }).forUpdate().first('id')
  return findProposal(trx, id)
}

export interface ProposalQuery {
  states?: readonly ProposalState[]
  action?: string
  limit?: number
  /** Id of the last of the page before. */
  after?: string
}

/** Proposals, the newest first. Everybody may read them. */
export async function listProposals(db: Knex, { states, action, limit = 50, after }: ProposalQuery = {}): Promise<Proposal[]> {
  const query = db('proposals').orderBy('id', 'desc').limit(limit)
  if (states) query.whereIn('state', [...states])
  if (action) query.where({ action })
  if (after) query.where('id', '<', after)
  const rows: ProposalRow[] = await query
  return rows.map(proposalOf)
}

/** How many proposals there are in each state. */
export async function countProposals(db: Knex): Promise<Record<string, number>> {
  const rows: { state: string; count: number | string }[] = await db('proposals').groupBy('state').select('state').count('* as count')
  return Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)]))
}

export function proposalOf({ input, changes, rules, tally, options, ...row }: ProposalRow): Proposal {
  return {
    ...row,
    input: JSON.parse(input) as Record<string, unknown>,
    changes: JSON.parse(changes) as Change[],
    rules: JSON.parse(rules) as VotingRules,
    options: options === null ? [] : (JSON.parse(options) as ProposalOption[]),
    tally: tally === null ? null : (JSON.parse(tally) as Tally),
  }
}

const day = 86_400_000

/** ISO time so many days after another. */
export function daysAfter(time: string | Date, days: number): string {
  return new Date(new Date(time).getTime() + days * day).toISOString()
}
