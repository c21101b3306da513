import type { World } from '../moderation.ts'
import type { Finding } from '../rules/findings.ts'
import type { Knowledge } from '../rules/knowledge.ts'
import type { Said } from '../rules/said.ts'
import { classify, type TokenCount } from './classify.ts'
import { countLessons, filterName, readFilter } from './spam-filter.ts'
import { tokensOf } from './tokens.ts'

/** What the spam filter says about something; nothing below its threshold, or before it has learned enough. */
export async function spamFinding(world: World, said: Said, knowledge: Knowledge): Promise<Finding | undefined> {
  if (said.about === 'profile' || said.about === 'sign-up') return undefined
  const filter = await readFilter(world)
  if (filter.mode === 'off') return undefined
  const totals = await countLessons(world)
  if (totals.spam < filter.least || totals.kept < filter.least) return undefined
  const tokens = tokensOf(said, await knowledge.daysHere())
  const counts = await world.tables<TokenCount>('moderation_tokens').whereIn('token', tokens).select('token', 'spam', 'kept')
  const { score, signs } = classify(counts, totals)
  if (score * 100 < filter.threshold) return undefined
  const why = [`${Math.round(score * 100)} % like spam`, ...(signs.length > 0 ? [`signs: ${signs.slice(0, 8).join(', ')}`] : [])]
  return { name: filterName, mode: filter.mode, outcome: 'hold', label: 'other', limitDays: 0, rule: filter.rule, weight: 6, why }
}
