import { hashJson } from '../lock/canonical-json.ts'

/** `yes-no`: about one change. `ranked`: several ways, and keeping things as they are. `approval`: people or answers, as many as one likes. */
export type VotingMethod = 'yes-no' | 'ranked' | 'approval'

/** One ballot as it is published: a random tag that only its voter knows, and what it says. */
export interface Ballot {
  tag: string
  /** `yes`, `no` or `abstain`; ranked `2>1=3>keep`; approvals `1,3` or `none`. */
  choice: string
}

/** What can be voted for, beside yes and no. */
export interface BallotOption {
  /** A number, as it stands on ballots. */
  id: string
  /** A way of changing something, or an answer, in a few words. Candidates have names instead, which are theirs and can go. */
  title?: string
  /** The candidate. */
  memberId?: string
  /** What the action would be given. */
  input?: Record<string, unknown>
}

/** The option that is always there in a ranked vote: everything stays as it is. */
export const keepAsIs = 'keep'

/** What stands in the ledger about the options of a vote, as one hash. */
export function hashOptions(options: readonly BallotOption[]): string {
  return hashJson(options.map(({ id, title, memberId, input }) => (memberId ? { id, memberId } : { id, title, ...(input && { input }) })))
}

/** How often each choice stands on the ballots: what is the same is read once. */
export function countChoices(ballots: readonly Ballot[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { choice } of ballots) counts.set(choice, (counts.get(choice) ?? 0) + 1)
  return counts
}
