import t, { type Test } from 'tap'
import type { Ballot, BallotOption, VotingMethod } from '../../../core/ballots/ballot.ts'
import { countVote } from '../../../core/ballots/count-vote.ts'
import { presets, type VotingRules } from '../../../core/lock/charter.ts'
import { type PublishedVote, recountVote } from '../../../core/proposals/recount.ts'
import { stricter } from '../../../core/proposals/rules-for.ts'

/** Numbers that look random and are the same in every run. */
function makeRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const random = makeRandom(4)
const below = (most: number): number => Math.floor(random() * most)

function makeOptions(count: number): BallotOption[] {
  return Array.from({ length: count }, (_, index) => ({ id: `${index + 1}`, title: `Way ${index + 1}` }))
}

const choiceFor: Record<VotingMethod, (options: readonly BallotOption[]) => string> = {
  'yes-no': () => (['yes', 'no', 'abstain'] as const)[Math.floor(random() ** 2 * 3)]!,
  ranked(options) {
    const left = [...options.map(({ id }) => id), 'keep'].filter(() => random() < 0.8)
    let choice = ''
    while (left.length > 0) choice += (choice && (random() < 0.2 ? '=' : '>')) + left.splice(below(left.length), 1)[0]!
    return choice || 'abstain'
  },
  approval: options =>
    options
      .filter(() => random() < 0.4)
      .map(({ id }) => id)
      .join(',') || 'none',
}

function makeVote(election: number, method: VotingMethod): PublishedVote {
  const rules = presets.community.rules[(['ballot', 'locked', 'charter'] as const)[election % 3]!]
  const electors = 1 + below(120)
  const options = method === 'yes-no' ? [] : makeOptions(2 + below(3))
  const seats = method === 'approval' ? below(4) : 0
  const ballots: Ballot[] = Array.from({ length: below(electors + 1) }, (_, index) => ({
    tag: `${election}-${index}`,
    choice: choiceFor[method](options),
  }))
  const countable = { method, options, seats, electors, rules }
  return { ...countable, proposal: 'p', title: 'p', ballots, tally: countVote(ballots, countable) }
}

/** Each method counted by other code than that of the site. */
const checkAnotherWay: Record<VotingMethod, (t: Test, vote: PublishedVote) => void> = {
  'yes-no'(t, { ballots, electors, rules, tally }) {
    const [yes, no] = [count(ballots, 'yes'), count(ballots, 'no')]
    t.equal(tally.passed, yes > 0 && isOver(yes, no, rules) && yes >= neededOf(electors, rules), `${yes} yes, ${no} no of ${electors}`)
  },
  ranked(t, { ballots, options, electors, rules, tally }) {
    if (!('method' in tally) || tally.method !== 'ranked') return void t.fail('not ranked')
    const before = (one: string, other: string): number =>
      ballots.filter(({ choice }) => placeOn(choice, one) < placeOn(choice, other)).length
    const able = options
      .map(({ id }) => id)
      .filter(id => {
        const [above, under] = [before(id, 'keep'), before('keep', id)]
        return above > 0 && above >= neededOf(electors, rules) && isOver(above, under, rules)
      })
    t.equal(tally.passed, able.length > 0)
    if (!tally.winner) return
    const best = able.filter(one =>
      able.every(other => one === other || widest(one, other, able, before) >= widest(other, one, able, before)),
    )
    t.ok(best.includes(tally.winner), `${tally.winner} is among ${best.join(' ')}`)
    t.same(tally.lot ?? [tally.winner], best, 'those between whom only the lot decides')
    const beatsAll = able.find(one => able.every(other => one === other || before(one, other) > before(other, one)))
    if (beatsAll) t.equal(tally.winner, beatsAll, 'who beats each of the others wins')
  },
  approval(t, { ballots, options, seats, electors, rules, tally }) {
    if (!('method' in tally) || tally.method !== 'approval') return void t.fail('no approvals')
    const of = (id: string): number => ballots.filter(({ choice }) => choice.split(',').includes(id)).length
    const needed = seats > 0 ? neededOf(electors, rules) : 1
    const able = options.map(({ id }) => id).filter(id => of(id) >= needed)
    t.equal(tally.elected.length, Math.min(able.length, Math.max(1, seats)))
    const [last] = tally.elected.map(of).sort((a, b) => a - b)
    for (const id of able) if (!tally.elected.includes(id)) t.ok(of(id) <= last!, 'nobody with more approvals is left out')
    for (const id of tally.elected) t.ok(able.includes(id))
  },
}

const count = (ballots: readonly Ballot[], choice: string): number => ballots.filter(ballot => ballot.choice === choice).length

function isOver(forIt: number, against: number, { threshold }: VotingRules): boolean {
  const share = { half: 1 / 2, 'two thirds': 2 / 3, 'three quarters': 3 / 4 }[threshold]
  const got = forIt / (forIt + against)
  return threshold === 'half' ? got > share : got >= share - 1e-9
}

function neededOf(electors: number, rules: VotingRules): number {
  return electors < 5 ? electors : Math.max(rules.quorumRoot * Math.sqrt(electors), rules.quorumShare * electors)
}

function placeOn(choice: string, id: string): number {
  const place = choice.split('>').findIndex(group => group.split('=').includes(id))
  return place === -1 ? 99 : place
}

type Before = (one: string, other: string) => number

/** The strongest path, by walking along all of them. */
function widest(from: string, to: string, among: readonly string[], before: Before, width = Number.POSITIVE_INFINITY): number {
  const step = (one: string, other: string): number => (before(one, other) > before(other, one) ? before(one, other) : 0)
  const ways = among.filter(id => id !== from && id !== to)
  const around = ways.map(over => widest(over, to, ways.filter(id => id !== over).concat(to), before, Math.min(width, step(from, over))))
  return Math.max(Math.min(width, step(from, to)), ...around)
}

for (const method of ['yes-no', 'ranked', 'approval'] as const) {
  t.test(
    `of 1,000 random elections (${method}) the published ballots come to the result, and one ballot more or less is noticed`,
    async t => {
      let passed = 0
      for (let election = 0; election < 1000; election++) {
        const vote = makeVote(election, method)
        const { ballots, tally } = vote
        if (tally.passed) passed++
        const same = recountVote({ ...vote, ballots: ballots.toReversed() })
        if (JSON.stringify(same) !== JSON.stringify({ tally, problems: [] })) t.same(same, { tally, problems: [] }, 'in any order')
        checkAnotherWay[method](t, vote)
        if (ballots.length === 0) continue
        if (recountVote({ ...vote, ballots: ballots.slice(1) }).problems.length === 0) t.fail(`election ${election}: one is gone`)
        if (!/twice/.test(recountVote({ ...vote, ballots: [...ballots, ballots[0]!] }).problems.join())) t.fail('one is there twice')
      }
      t.ok(passed > 100 && passed < 950, `${passed} passed`)
    },
  )
}

t.test('of two rules the stricter holds, number by number', async t => {
  const { ballot, charter } = presets.community.rules
  t.same(stricter(ballot, charter), { ...charter, graceDays: 14 })
  t.same(stricter(charter, ballot), stricter(ballot, charter))
  t.match(stricter({ ...charter, votingDays: 60, threshold: 'half' }, charter), { votingDays: 60, threshold: 'three quarters' })
})
