import type { PluginProposal } from 'core/api'
import { castIn } from '../ballots/cast-in.ts'

const most = 20
const barWidth = 20
const height = 60

/** Turnout of the last votes as bars, the oldest first, with the numbers behind them. */
export function turnoutChart(decided: readonly PluginProposal[]): { chart?: object; turnouts: object[] } {
  const votes = decided.filter(({ tally }) => tally && tally.electors > 0).slice(0, most)
  const turnouts = votes.map(({ id, title, tally, closedAt, state }) => {
    const cast = castIn(tally!)
    return { id, title, closedAt, state, cast, electors: tally!.electors, share: Math.round((100 * cast) / tally!.electors) }
  })
  if (turnouts.length < 2) return { turnouts }
  const bars = turnouts.toReversed().map(({ share, title }, index) => {
    const size = Math.max(1, Math.round((share * height) / 100))
    return { x: index * barWidth, y: height - size, size, share, title }
  })
  return { turnouts, chart: { bars, width: bars.length * barWidth, height, bar: barWidth - 4 } }
}
