import { invalid } from '../errors.ts'
import { type BallotOption, keepAsIs, type VotingMethod } from './ballot.ts'

/** What somebody filled in: a word, places by option, or the options that they approve of. */
export interface FilledIn {
  choice?: string
  ranks?: Readonly<Record<string, number>>
  approves?: readonly string[]
}

/** A ballot as it is kept: the same opinion is always the same text. Throws invalid. */
export function readChoice(
  { method, options }: { method: VotingMethod; options: readonly BallotOption[] },
  { choice, ranks, approves }: FilledIn,
): string {
  const ids = options.map(({ id }) => id)
  if (method === 'approval') return approvalsOf(approves, ids)
  if (method === 'ranked' && choice !== 'abstain') return ranksOf(ranks, [...ids, keepAsIs])
  const words = method === 'ranked' ? ['abstain'] : ['yes', 'no', 'abstain']
  if (choice === undefined || !words.includes(choice)) throw invalid({ choice: 'Choose yes, no, or that you abstain.' })
  return choice
}

function approvalsOf(approves: FilledIn['approves'], ids: readonly string[]): string {
  if (!approves) throw invalid({ approves: 'Choose whom or what you approve of, or none of them.' })
  if (approves.some(id => !ids.includes(id))) throw invalid({ approves: 'That is not on this ballot.' })
  return ids.filter(id => approves.includes(id)).join(',') || 'none'
}

/** Places count by their order alone: 1, 4, 4 is what 1, 2, 2 is. */
function ranksOf(ranks: FilledIn['ranks'], ids: readonly string[]): string {
  if (!ranks || Object.keys(ranks).length === 0) throw invalid({ ranks: 'Give at least one of them a place, or abstain.' })
  if (Object.keys(ranks).some(id => !ids.includes(id))) throw invalid({ ranks: 'That is not on this ballot.' })
  const places = Map.groupBy(
    ids.filter(id => ranks[id] !== undefined),
    id => ranks[id]!,
  )
  return [...places]
    .sort(([a], [b]) => a - b)
    .map(([, group]) => group.join('='))
    .join('>')
}
