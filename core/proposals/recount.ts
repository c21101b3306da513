import { type Ballot, type BallotOption, hashOptions } from '../ballots/ballot.ts'
import { type Countable, countVote, type Tally } from '../ballots/count-vote.ts'
import { hashJson } from '../lock/canonical-json.ts'
import type { LedgerLine } from '../lock/ledger.ts'

/** What a site publishes about a vote that is over: enough to count it anew. */
export interface PublishedVote extends Countable {
  proposal: string
  title: string
  /** Candidates with their names as they are now. */
  options: (BallotOption & { name?: string })[]
  tally: Tally
  ballots: Ballot[]
}

export interface Recount {
  tally: Tally
  /** Each a sentence; empty when everything agrees. */
  problems: string[]
}

/** Counts a published vote anew, and compares it with what the site says and, where its lines are there, with what stands in the ledger. */
export function recountVote(vote: PublishedVote, ledger?: readonly LedgerLine[]): Recount {
  const { proposal, rules, electors, method, seats, options, tally: said, ballots } = vote
  const tally = countVote(ballots, vote)
  const problems: string[] = []
  if (hashJson(tally) !== hashJson(said)) problems.push('The ballots do not come to the result that the site shows.')
  if (new Set(ballots.map(({ tag }) => tag)).size !== ballots.length) problems.push('A tag stands there twice.')
  if (ballots.length > electors) problems.push('There are more ballots than members who could vote.')
  if (ledger) {
    const of = (type: string): LedgerLine | undefined => ledger.find(line => line.type === type && line.proposal === proposal)
    const [published, opened, closed] = [of('proposal.published'), of('proposal.opened'), of('proposal.closed')]
    const isAsPublished = published && hashJson(published.rules) === hashJson(rules) && published.electors === electors
    if (!isAsPublished || (published.method ?? 'yes-no') !== method || (published.seats ?? 0) !== seats)
      problems.push('The rules are not those that stand in the ledger.')
    if (method !== 'yes-no' && opened?.options !== hashOptions(options))
      problems.push('What could be voted for is not what stands in the ledger.')
    if (!closed || closed.ballots !== hashJson(ballots) || hashJson(closed.tally) !== hashJson(tally))
      problems.push('The ballots are not those that stand in the ledger.')
  }
  return { tally, problems }
}
