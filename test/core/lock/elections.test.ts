import t from 'tap'
import { presets } from '../../../core/lock/charter.ts'
import { type Ballot, type Choice, countBallots } from '../../../core/lock/tally.ts'
import { recountVote } from '../../../core/proposals/recount.ts'
import { stricter } from '../../../core/proposals/rules-for.ts'

/** Numbers that look random and are the same in every run. */
function makeRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const choices: readonly Choice[] = ['yes', 'no', 'abstain']

t.test('of 1,000 random elections the published ballots come to the result, and one ballot more or less is noticed', async t => {
  const random = makeRandom(4)
  for (let election = 0; election < 1000; election++) {
    const rules = presets.community.rules[(['ballot', 'locked', 'charter'] as const)[election % 3]!]
    const electors = 1 + Math.floor(random() * 200)
    const ballots: Ballot[] = Array.from({ length: Math.floor(random() * (electors + 1)) }, (_, index) => ({
      tag: `${election}-${index}`,
      choice: choices[Math.floor(random() ** 2 * 3)]!,
    }))
    const tally = countBallots(ballots, electors, rules)
    const vote = { proposal: 'p', title: 'p', rules, electors, tally, ballots }
    t.same(recountVote(vote).problems, [])
    t.same(recountVote({ ...vote, ballots: ballots.toReversed() }).tally, tally, 'in any order')
    // Counted another way: what passes has its quorum and its share, what does not lacks one of them.
    const share = { half: 1 / 2, 'two thirds': 2 / 3, 'three quarters': 3 / 4 }[rules.threshold]
    const [yes, no] = [ballots.filter(({ choice }) => choice === 'yes').length, ballots.filter(({ choice }) => choice === 'no').length]
    const isOver = rules.threshold === 'half' ? yes / (yes + no) > share : yes / (yes + no) >= share - 1e-9
    const quorum = electors < 5 ? electors : Math.max(rules.quorumRoot * Math.sqrt(electors), rules.quorumShare * electors)
    t.equal(tally.passed, yes > 0 && isOver && yes >= quorum, `${yes} yes, ${no} no of ${electors}`)
    if (ballots.length === 0) continue
    t.not(recountVote({ ...vote, ballots: ballots.slice(1) }).problems.length, 0, 'one is gone')
    t.match(recountVote({ ...vote, ballots: [...ballots, ballots[0]!] }).problems.join(' '), /twice/)
  }
})

t.test('of two rules the stricter holds, number by number', async t => {
  const { ballot, charter } = presets.community.rules
  t.same(stricter(ballot, charter), { ...charter, graceDays: 14 })
  t.same(stricter(charter, ballot), stricter(ballot, charter))
  t.match(stricter({ ...charter, votingDays: 60, threshold: 'half' }, charter), { votingDays: 60, threshold: 'three quarters' })
})
