import type { Change } from '../actions/action.ts'
import type { Tally } from '../ballots/count-vote.ts'
import { payloadHash } from '../lock/execution.ts'
import type { Proposal } from './proposal.ts'

/** What a proposal is about, as one hash: its action with what that would be given, or with each of the ways among which members choose. */
export function payloadHashOf({ action, input, method, options }: Pick<Proposal, 'action' | 'input' | 'method' | 'options'>): string {
  const ways = options.map(option => ({ title: option.title, input: option.input }))
  return payloadHash(action, method === 'ranked' ? { ...input, options: ways } : input)
}

/** What the members chose to be done, with what it would change as they read it; an election changes what it comes to. */
export function chosenOf({ input, changes, options, seats }: Proposal, tally: Tally | undefined): Chosen {
  if (!tally || !('method' in tally)) return { input, changes }
  if (tally.method === 'ranked') {
    const winner = options.find(({ id }) => id === tally.winner)
    return { input: winner?.input ?? {}, changes: winner?.changes ?? [] }
  }
  const elected = tally.elected.slice(0, seats).flatMap(id => options.find(option => option.id === id)?.memberId ?? [])
  return { input: { ...input, elected } }
}

interface Chosen {
  input: Record<string, unknown>
  changes?: readonly Change[]
}
