import { createHash } from 'node:crypto'
import t from 'tap'
import { type Ballot, countChoices } from '../../../core/ballots/ballot.ts'
import { countApprovals } from '../../../core/ballots/count-approvals.ts'
import { countPairs, countRanked } from '../../../core/ballots/count-ranked.ts'
import { readChoice } from '../../../core/ballots/read-choice.ts'
import { orderBySchulze } from '../../../core/ballots/schulze.ts'
import { canonicalJson } from '../../../core/lock/canonical-json.ts'
import { presets } from '../../../core/lock/charter.ts'

const { ballot: ordinary, locked } = presets.community.rules

/** Ballots from `5 2>1`: so many of that choice. */
function ballotsOf(...lines: string[]): Ballot[] {
  return lines
    .flatMap(line => {
      const [count, choice] = line.split(' ')
      return Array.from({ length: Number(count) }, () => choice!)
    })
    .map((choice, index) => ({ tag: `${index}`.padStart(3, '0'), choice }))
}

t.test('the published example of the Schulze method comes out in its order', async t => {
  const given = ['5 ACBED', '5 ADECB', '8 BEDAC', '3 CABED', '7 CAEBD', '2 CBADE', '7 DCEBA', '8 EBADC']
  const ballots = ballotsOf(...given.map(line => line.replace(/[A-E]+/, order => [...order].join('>'))))
  const names = ['A', 'B', 'C', 'D', 'E']
  const order = orderBySchulze(countPairs(ballots, names))
  t.same(
    order.map(group => group.map(index => names[index])),
    [['E'], ['A'], ['C'], ['B'], ['D']],
  )
})

t.test('an option that too few put before keeping things as they are is out', async t => {
  const of = (rules: typeof ordinary, ...lines: string[]) => countRanked(ballotsOf(...lines), ['1', '2'], { electors: 100, rules })
  t.match(of(ordinary, '10 1>2>keep', '8 2>1>keep'), { passed: true, winner: '1', quorum: 15 })
  t.match(of(ordinary, '9 1>2', '8 2>keep>1'), { passed: true, winner: '2' }, '1 has no quorum, so 2 wins although more prefer 1')
  t.match(of(ordinary, '14 1>keep'), { passed: false }, 'too few')
  t.match(of(ordinary, '20 1>keep>2', '20 keep>1>2'), { passed: false }, 'as many against it')
  t.match(of(locked, '20 1>keep', '10 keep>1'), { passed: true, winner: '1' }, 'exactly two thirds')
  t.match(of(locked, '20 1>keep', '11 keep>1'), { passed: false }, 'one less')
  t.match(of(ordinary, '15 1', '30 abstain'), { passed: true, winner: '1', cast: 45 }, 'who abstains counts for neither')
  t.match(countRanked([], ['1', '2'], { electors: 0, rules: ordinary }), { passed: false, order: [['1', '2', 'keep']] })
})

t.test('ties are decided by the published lot', async t => {
  const ballots = ballotsOf('10 1=2>keep', '10 2=1>keep')
  const tally = countRanked(ballots, ['1', '2'], { electors: 50, rules: ordinary })
  const box = createHash('sha256').update(canonicalJson(ballots)).digest('hex')
  const lot = (id: string): string => createHash('sha256').update(`${box} ${id}`).digest('hex')
  t.match(tally, { passed: true, lot: ['1', '2'], winner: lot('1') < lot('2') ? '1' : '2' })
  t.same(countRanked(ballots.toReversed(), ['1', '2'], { electors: 50, rules: ordinary }), tally, 'whatever comes first')

  const seats = countApprovals(ballotsOf('9 1,2,3', '2 1'), ['1', '2', '3', '4'], { electors: 20, seats: 2, quorum: 7, unanimous: false })
  t.match(seats, { passed: true, lot: ['2', '3'], elected: { length: 2, 0: '1' } })
  t.match(
    countApprovals(ballotsOf('6 1', '7 2', '3 none'), ['1', '2'], { electors: 20, seats: 2, quorum: 7, unanimous: false }),
    { elected: ['2'], cast: 16 },
    'a seat stays empty for which nobody has enough',
  )
})

t.test('the same opinion is the same ballot, and what is not on it is refused', async t => {
  const options = [{ id: '1' }, { id: '2' }, { id: '3' }]
  const ranked = (ranks: Record<string, number>) => readChoice({ method: 'ranked', options }, { ranks })
  t.equal(ranked({ 2: 1, 1: 4, 3: 4, keep: 9 }), '2>1=3>keep')
  t.equal(ranked({ 3: 2, 1: 2, 2: 1 }), '2>1=3')
  t.equal(readChoice({ method: 'ranked', options }, { choice: 'abstain' }), 'abstain')
  t.throws(() => ranked({}), { code: 'invalid' })
  t.throws(() => ranked({ 4: 1 }), { code: 'invalid' })
  t.throws(() => readChoice({ method: 'ranked', options }, { choice: 'yes' }), { code: 'invalid' })
  const approve = (...approves: string[]) => readChoice({ method: 'approval', options }, { approves })
  t.equal(approve('3', '1', '3'), '1,3')
  t.equal(approve(), 'none')
  t.throws(() => approve('keep'), { code: 'invalid' })
  t.throws(() => readChoice({ method: 'approval', options }, {}), { code: 'invalid' })
  t.throws(() => readChoice({ method: 'yes-no', options: [] }, { choice: 'perhaps' }), { code: 'invalid' })
  t.same(
    [...countChoices(ballotsOf('2 yes', '1 no'))],
    [
      ['yes', 2],
      ['no', 1],
    ],
  )
})
