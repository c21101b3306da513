import type { VotingRules } from '../lock/charter.ts'
import { smallClub } from '../lock/electorate.ts'
import { isOver, quorumOf } from '../lock/tally.ts'
import { type Ballot, countChoices, keepAsIs } from './ballot.ts'
import { drawLots } from './draw-lots.ts'
import { orderBySchulze } from './schulze.ts'

export interface RankedTally {
  method: 'ranked'
  electors: number
  cast: number
  /** Voters who have to put an option before keeping things as they are. */
  quorum: number
  unanimous: boolean
  passed: boolean
  winner?: string
  /** Options that were as good as the winner, among which the lot decided. */
  lot?: string[]
  /** All options, the best first; those between which nothing decides together. */
  order: string[][]
  /** How many put each before keeping things as they are, how many after it, and whether that is enough. */
  options: { id: string; above: number; below: number; qualifies: boolean }[]
}

/**
 * Counts a ranked vote. An option that too few put before "keep as is", by quorum and threshold, is out; of the others the Schulze method
 * finds the best (Debian constitution, A.5). What is not on a ballot comes last on it. If none is left, everything stays as it is.
 */
export function countRanked(
  ballots: readonly Ballot[],
  ids: readonly string[],
  { electors, rules }: { electors: number; rules: VotingRules },
): RankedTally {
  const all = [...ids, keepAsIs]
  const wins = countPairs(ballots, all)
  const keep = all.length - 1
  const quorum = quorumOf(electors, rules)
  const options = ids.map((id, index) => {
    const [above, below] = [wins[index]![keep]!, wins[keep]![index]!]
    return { id, above, below, qualifies: electors > 0 && above >= quorum && isOver(above, below, rules.threshold) }
  })
  const able = all.flatMap((_, index) => (index === keep || options[index]!.qualifies ? [index] : []))
  const best = orderBySchulze(able.map(one => able.map(other => wins[one]![other]!)))[0]!.map(index => all[able[index]!]!)
  const [winner] = drawLots(ballots, best)
  const passed = winner !== undefined && winner !== keepAsIs
  return {
    method: 'ranked',
    electors,
    cast: ballots.length,
    quorum,
    unanimous: electors < smallClub,
    passed,
    ...(passed && { winner }),
    ...(passed && best.length > 1 && { lot: best }),
    order: orderBySchulze(wins).map(group => group.map(index => all[index]!)),
    options,
  }
}

/** How many ballots put one option before another. */
export function countPairs(ballots: readonly Ballot[], all: readonly string[]): number[][] {
  const wins = all.map(() => all.map(() => 0))
  for (const [choice, count] of countChoices(ballots)) {
    const places = placesOn(choice, all)
    for (const [one, place] of places.entries())
      for (const [other, after] of places.entries()) if (place < after) wins[one]![other]! += count
  }
  return wins
}

/** The place of each option on a ballot such as `2>1=3>keep`. */
function placesOn(choice: string, all: readonly string[]): number[] {
  const places = new Map(choice.split('>').flatMap((group, place) => group.split('=').map(id => [id, place] as const)))
  return all.map(id => places.get(id) ?? Number.POSITIVE_INFINITY)
}
