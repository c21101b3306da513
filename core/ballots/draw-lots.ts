import { createHash } from 'node:crypto'
import { hashJson } from '../lock/canonical-json.ts'
import type { Ballot } from './ballot.ts'

/**
 * The published rule for ties: whose SHA-256 of "hash of all ballots, a space, number of the option" is smallest comes first. The hash is
 * that of the canonical JSON of the ballots in the order of their tags, which stands in the ledger: nobody knows it before the vote
 * closes, and everybody can work it out afterwards.
 */
export function drawLots(ballots: readonly Ballot[], ids: readonly string[]): string[] {
  if (ids.length < 2) return [...ids]
  const box = hashJson(ballots.map(({ tag, choice }) => ({ tag, choice })).sort((a, b) => (a.tag < b.tag ? -1 : 1)))
  const lot = (id: string): string => createHash('sha256').update(`${box} ${id}`).digest('hex')
  return ids
    .map(id => [lot(id), id] as const)
    .sort()
    .map(([, id]) => id)
}
