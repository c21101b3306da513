import type { World } from '../moderation.ts'
import { readState } from '../state.ts'

/** How the spam filter is set. */
export interface SpamFilter {
  mode: 'shadow' | 'on' | 'off'
  /** From this score on, in per cent, something is spam. */
  threshold: number
  /** Of spam and of what was kept, so many decisions at least, before it says anything. */
  least: number
  /** Number of the community rule for which moderators remove spam. */
  rule: number
}

export const filterName = 'Spam filter'

const atFirst: SpamFilter = { mode: 'shadow', threshold: 90, least: 30, rule: 7 }

export async function readFilter({ host }: Pick<World, 'host'>): Promise<SpamFilter> {
  return (await readState<SpamFilter>(host, 'spam')) ?? atFirst
}

/** Stands in everything: its row counts the decisions, so that nobody has to count them whenever something is published. */
export const everything = '*'

/** From how many decisions it has learned. */
export async function countLessons({ tables }: Pick<World, 'tables'>): Promise<{ spam: number; kept: number }> {
  const sums: { spam: number; kept: number } | undefined = await tables('moderation_tokens')
    .where({ token: everything })
    .first('spam', 'kept')
  return { spam: Number(sums?.spam ?? 0), kept: Number(sums?.kept ?? 0) }
}
