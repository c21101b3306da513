import type { VotingRules } from '../lock/charter.ts'
import { smallClub } from '../lock/electorate.ts'
import { countBallots, quorumOf, type YesNoTally } from '../lock/tally.ts'
import type { Ballot, BallotOption, VotingMethod } from './ballot.ts'
import { type ApprovalTally, countApprovals } from './count-approvals.ts'
import { countRanked, type RankedTally } from './count-ranked.ts'

/** What a vote came to, by its method. */
export type Tally = YesNoTally | RankedTally | ApprovalTally

/** What has to be known to count a vote. */
export interface Countable {
  method: VotingMethod
  options: readonly BallotOption[]
  /** Of an election; 0 for a question whose answer binds nobody. */
  seats: number
  electors: number
  rules: VotingRules
}

/** Counts ballots by the method of their vote. */
export function countVote(ballots: readonly Ballot[], { method, options, seats, electors, rules }: Countable): Tally {
  const ids = options.map(({ id }) => id)
  if (method === 'yes-no') return countBallots(ballots, electors, rules)
  if (method === 'ranked') return countRanked(ballots, ids, { electors, rules })
  const binds = seats > 0
  const quorum = binds ? quorumOf(electors, rules) : 0
  return countApprovals(ballots, ids, { electors, seats: Math.max(1, seats), quorum, unanimous: binds && electors < smallClub })
}

/** How many ballots were cast. */
export function castIn(tally: Tally): number {
  return 'cast' in tally ? tally.cast : tally.yes + tally.no + tally.abstain
}
