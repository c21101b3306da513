import { type BallotClass, type Charter, presets, type VotingRules } from '../lock/charter.ts'

const thresholds: readonly VotingRules['threshold'][] = ['half', 'two thirds', 'three quarters']

/**
 * The rules under which something is decided. Who changes the rules has to fulfil the old ones and the new: of each number the stricter
 * counts, so that nobody lowers a threshold by the vote that should have met it.
 */
export function rulesFor(charter: Charter, ballotClass: BallotClass, input: Readonly<Record<string, unknown>>): VotingRules {
  const rules = charter.rules[ballotClass]
  if (ballotClass !== 'charter') return rules
  const wanted = (input.charter as Charter | undefined) ?? presets[input.preset as keyof typeof presets]
  return wanted ? stricter(rules, wanted.rules.charter) : rules
}

/** Of two rules the one that asks for more, number by number. The time in which it has to be done is the shorter one. */
export function stricter(one: VotingRules, other: VotingRules): VotingRules {
  const larger = (key: 'sponsors' | 'discussionDays' | 'votingDays' | 'quorumRoot' | 'quorumShare' | 'lockDays' | 'repeatDays') =>
    Math.max(one[key], other[key])
  return {
    sponsors: larger('sponsors'),
    discussionDays: larger('discussionDays'),
    votingDays: larger('votingDays'),
    quorumRoot: larger('quorumRoot'),
    quorumShare: larger('quorumShare'),
    threshold: thresholds[Math.max(thresholds.indexOf(one.threshold), thresholds.indexOf(other.threshold))]!,
    lockDays: larger('lockDays'),
    graceDays: Math.min(one.graceDays, other.graceDays),
    repeatDays: larger('repeatDays'),
  }
}
