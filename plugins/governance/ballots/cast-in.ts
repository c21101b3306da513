import type { PluginTally } from 'core/api'

/** How many voted. */
export function castIn(tally: PluginTally): number {
  return 'method' in tally ? tally.cast : tally.yes + tally.no + tally.abstain
}
