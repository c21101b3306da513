import { hashJson } from '../lock/canonical-json.ts'
import type { VotingRules } from '../lock/charter.ts'
import type { LedgerLine } from '../lock/ledger.ts'
import { type Ballot, countBallots, type Tally } from '../lock/tally.ts'

/** What a site publishes about a vote that is over: enough to count it anew. */
export interface PublishedVote {
  proposal: string
  title: string
  rules: VotingRules
  electors: number
  tally: Tally
  ballots: Ballot[]
}

export interface Recount {
  tally: Tally
  /** Each a sentence; empty when everything agrees. */
  problems: string[]
}

/** Counts a published vote anew, and compares it with what the site says and, where its lines are there, with what stands in the ledger. */
export function recountVote({ proposal, rules, electors, tally: said, ballots }: PublishedVote, ledger?: readonly LedgerLine[]): Recount {
  const tally = countBallots(ballots, electors, rules)
  const problems: string[] = []
  if (hashJson(tally) !== hashJson(said)) problems.push('The ballots do not come to the result that the site shows.')
  if (new Set(ballots.map(({ tag }) => tag)).size !== ballots.length) problems.push('A tag stands there twice.')
  if (ballots.length > electors) problems.push('There are more ballots than members who could vote.')
  if (ledger) {
    const of = (type: string): LedgerLine | undefined => ledger.find(line => line.type === type && line.proposal === proposal)
    const [published, closed] = [of('proposal.published'), of('proposal.closed')]
    if (!published || hashJson(published.rules) !== hashJson(rules) || published.electors !== electors)
      problems.push('The rules are not those that stand in the ledger.')
    if (!closed || closed.ballots !== hashJson(ballots) || hashJson(closed.tally) !== hashJson(tally))
      problems.push('The ballots are not those that stand in the ledger.')
  }
  return { tally, problems }
}
