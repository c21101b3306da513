import t from 'tap'
import type { Ballot } from '../../../core/ballots/ballot.ts'
import { presets } from '../../../core/lock/charter.ts'
import { countBallots, quorumOf, sponsorsNeeded } from '../../../core/lock/tally.ts'

const { ballot, locked, charter } = presets.community.rules

t.test('yes votes that are needed, as the research has them', async t => {
  t.same(
    [ballot, locked, charter].map(rules => quorumOf(100, rules)),
    [15, 15, 15],
  )
  t.same(
    [ballot, locked, charter].map(rules => quorumOf(10_000, rules)),
    [150, 1000, 1500],
  )
  t.same(
    [1, 2, 4, 5, 12].map(members => quorumOf(members, ballot)),
    [1, 2, 4, 4, 6],
  )
  t.same(
    [4, 5, 12, 100, 10_000].map(members => sponsorsNeeded(members, locked)),
    [1, 4, 4, 10, 10],
  )
})

t.test('thresholds hold to the vote, and abstaining counts for neither side', async t => {
  const of = (yes: number, no: number, abstain: number, rules: typeof ballot): boolean => {
    const ballots = [...Array(yes).fill('yes'), ...Array(no).fill('no'), ...Array(abstain).fill('abstain')]
    return countBallots(
      ballots.map((choice, index): Ballot => ({ tag: `${index}`, choice })),
      100,
      rules,
    ).passed
  }
  t.equal(of(20, 19, 0, ballot), true)
  t.equal(of(20, 20, 0, ballot), false)
  t.equal(of(20, 10, 0, locked), true)
  t.equal(of(20, 11, 0, locked), false)
  t.equal(of(30, 10, 50, charter), true)
  t.equal(of(30, 11, 0, charter), false)
  t.equal(of(14, 0, 86, ballot), false, 'too few, whatever the others do')
  t.equal(countBallots([], 0, ballot).passed, false, 'nobody decides nothing')
})
