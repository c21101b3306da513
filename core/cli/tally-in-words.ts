import { keepAsIs } from '../ballots/ballot.ts'
import type { Tally } from '../ballots/count-vote.ts'
import type { PublishedVote } from '../proposals/recount.ts'

/** What a vote came to, for people at a terminal. */
export function tallyInWords(tally: Tally, options: PublishedVote['options']): string {
  const nameOf = (id: string): string => {
    const option = options.find(one => one.id === id)
    return id === keepAsIs ? 'keep as is' : (option?.title ?? option?.name ?? `candidate ${id}`)
  }
  const names = (ids: readonly string[]): string => ids.map(nameOf).join(', ')
  const lot = 'lot' in tally && tally.lot ? ` By lot among ${names(tally.lot)}.` : ''
  const voters = `of ${tally.electors} who could vote`
  if (!('method' in tally)) {
    const { yes, no, abstain, quorum, passed } = tally
    return `${yes} yes, ${no} no, ${abstain} abstained, ${voters}; ${quorum} yes were needed: ${passed ? 'passed' : 'not passed'}.`
  }
  if (tally.method === 'ranked') {
    const order = tally.order.map(group => group.map(nameOf).join(' = ')).join(' > ')
    const lines = tally.options.map(
      ({ id, above, below, qualifies }) =>
        `${nameOf(id)}: ${above} before keeping it as it is, ${below} after${qualifies ? '' : ', which is not enough'}`,
    )
    const end = tally.winner ? `Chosen: ${nameOf(tally.winner)}` : 'Nothing changes'
    return [...lines, `By Schulze: ${order}`, `${end}.${lot}`, `${tally.quorum} were needed; ${tally.cast} voted, ${voters}.`].join('\n')
  }
  const lines = tally.options.toSorted((a, b) => b.approvals - a.approvals).map(({ id, approvals }) => `${nameOf(id)}: ${approvals}`)
  const end = tally.elected.length > 0 ? `First: ${names(tally.elected)}` : 'Nobody has enough'
  return [...lines, `${end}.${lot}`, `${tally.quorum} were needed; ${tally.cast} voted, ${voters}.`].join('\n')
}
