import type { PluginProposal, PluginTally } from 'core/api'
import { nameOf } from './ballot-view.ts'
import { castIn } from './cast-in.ts'

type Of<Method> = Extract<PluginTally, { method: Method }>

/** What a vote came to, as its bars need it. */
export function resultOf(proposal: Pick<PluginProposal, 'tally' | 'rules' | 'options' | 'action'>): object | undefined {
  const { tally } = proposal
  if (!tally) return undefined
  const cast = castIn(tally)
  const all = { ...tally, cast, turnout: percent(cast, tally.electors) }
  if (!('method' in tally)) return { ...all, ...ofYesNo(proposal) }
  return { ...all, ...(tally.method === 'ranked' ? ofRanked(proposal, tally) : ofApproval(proposal, tally)) }
}

/** Shares of what was cast for or against, and the share that was needed. */
function ofYesNo({ tally, rules }: Pick<PluginProposal, 'tally' | 'rules'>): object {
  const { yes, no, quorum } = tally as Exclude<PluginTally, { method: string }>
  const need = { half: 50, 'two thirds': 66.7, 'three quarters': 75 }[rules.threshold]
  return { isYesNo: true, yesShare: percent(yes, yes + no), noShare: percent(no, yes + no), need, hasQuorum: yes >= quorum }
}

function ofRanked({ options }: Pick<PluginProposal, 'options'>, tally: Of<'ranked'>): object {
  const titleOf = (id: string) => ({ id, isKeep: id === 'keep', name: options.find(option => option.id === id)?.title ?? '' })
  return {
    isRanked: true,
    winner: tally.winner ? titleOf(tally.winner).name : undefined,
    byLot: tally.lot !== undefined,
    places: tally.order.map(group => ({ options: group.map(titleOf) })),
    bars: tally.options.map(({ id, above, below, qualifies }) => ({
      ...{ ...titleOf(id), above, below, qualifies, isWinner: id === tally.winner },
      share: percent(above, above + below),
    })),
  }
}

function ofApproval({ options, action }: Pick<PluginProposal, 'options' | 'action'>, tally: Of<'approval'>): object {
  const bars = tally.options.map(({ id, approvals }) => {
    const option = options.find(one => one.id === id)
    return {
      ...{ id, approvals, name: option ? nameOf(option) : '', handle: option?.member?.handle },
      ...{ isElected: tally.elected.includes(id), share: percent(approvals, tally.cast) },
    }
  })
  bars.sort((a, b) => Number(b.isElected) - Number(a.isElected) || b.approvals - a.approvals)
  return { isApproval: true, isElection: action === 'role.elect', byLot: tally.lot !== undefined, bars }
}

function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((1000 * part) / whole) / 10
}
