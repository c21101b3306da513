import type { Ballot } from '../ballots/ballot.ts'
import type { VotingRules } from './charter.ts'
import { smallClub } from './electorate.ts'

export type Choice = 'yes' | 'no' | 'abstain'

export interface YesNoTally {
  yes: number
  no: number
  abstain: number
  /** Members who could vote. */
  electors: number
  /** Yes votes that were needed. */
  quorum: number
  /** Whether so few could vote that all had to say yes. */
  unanimous: boolean
  passed: boolean
}

/** Counts ballots by the rules. Abstaining counts for neither side; who does not vote can only keep things as they are. */
export function countBallots(ballots: readonly Ballot[], electors: number, rules: VotingRules): YesNoTally {
  const count = (choice: Choice): number => ballots.filter(ballot => ballot.choice === choice).length
  const [yes, no, abstain] = [count('yes'), count('no'), count('abstain')]
  const unanimous = electors < smallClub
  const quorum = quorumOf(electors, rules)
  const passed = electors > 0 && yes >= quorum && isOver(yes, no, rules.threshold)
  return { yes, no, abstain, electors, quorum, unanimous, passed }
}

/** Yes votes that a proposal needs: counted in approval, not in turnout, so that staying away never helps a no. */
export function quorumOf(electors: number, { quorumRoot, quorumShare }: VotingRules): number {
  if (electors < smallClub) return electors
  return Math.ceil(Math.max(quorumRoot * Math.sqrt(electors), quorumShare * electors))
}

/** Members who must want a vote: K = min(5, ½√N), rounded up, times what the rules say; one where so few can vote that all must agree. */
export function sponsorsNeeded(electors: number, { sponsors }: VotingRules): number {
  if (electors < smallClub) return 1
  return Math.max(1, Math.ceil(Math.min(5, Math.sqrt(electors) / 2))) * sponsors
}

/** Whether so many for and so many against are over the threshold. */
export function isOver(yes: number, no: number, threshold: VotingRules['threshold']): boolean {
  if (threshold === 'half') return yes > no
  return threshold === 'two thirds' ? yes >= 2 * no && yes > 0 : yes >= 3 * no && yes > 0
}
