import { type Ballot, countChoices } from './ballot.ts'
import { drawLots } from './draw-lots.ts'

export interface ApprovalTally {
  method: 'approval'
  electors: number
  cast: number
  /** Approvals that somebody needs to be elected; 0 where a question was asked. */
  quorum: number
  unanimous: boolean
  passed: boolean
  /** Who has a seat, or the answer that most approve of, in the order of approvals. */
  elected: string[]
  /** Options that were equal at the last seat, among which the lot decided. */
  lot?: string[]
  options: { id: string; approvals: number }[]
}

interface Seats {
  electors: number
  seats: number
  quorum: number
  unanimous: boolean
}

/** Counts approvals. The seats go to those with the most of them, and to nobody who has fewer than the quorum. */
export function countApprovals(
  ballots: readonly Ballot[],
  ids: readonly string[],
  { electors, seats, quorum, unanimous }: Seats,
): ApprovalTally {
  const approvals = new Map(ids.map(id => [id, 0]))
  for (const [choice, count] of countChoices(ballots))
    for (const id of new Set(choice.split(','))) if (approvals.has(id)) approvals.set(id, approvals.get(id)! + count)
  const options = ids.map(id => ({ id, approvals: approvals.get(id)! }))
  const able = options.filter(one => electors > 0 && one.approvals >= Math.max(1, quorum))
  const ranks = [...Map.groupBy(able, one => one.approvals)].sort(([a], [b]) => b - a).map(([, group]) => group.map(({ id }) => id))
  const elected: string[] = []
  let lot: string[] | undefined
  for (const group of ranks) {
    const free = seats - elected.length
    if (free > 0 && group.length > free) lot = group
    elected.push(...(group.length > free ? drawLots(ballots, group) : group).slice(0, Math.max(0, free)))
  }
  return {
    method: 'approval',
    electors,
    cast: ballots.length,
    quorum,
    unanimous,
    passed: elected.length > 0,
    elected,
    ...(lot && { lot }),
    options,
  }
}
