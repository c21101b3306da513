import { inDays, type World } from '../moderation.ts'
import { isStaff } from './standing.ts'

/** What a member may not do yet, or not for a while, and until when. */
export interface Limits {
  until: string
  /** New here, new here with a decision against them, or limited by a rule. */
  because: 'new' | 'decision' | 'rule'
  /** The rule, in words. */
  rule?: string
  links: number
  pictures: number
  entriesAnHour: number
  commentsAnHour: number
}

/**
 * The limits that hold for a member now; none for most. New members have them for some days; a decision against them in that time starts the days
 * anew. A rule can put anybody under them for a while.
 */
export async function limitsOf(world: World, memberId: string): Promise<Limits | undefined> {
  const { host, settings, tables } = world
  const [standing] = await host.subjects.members([memberId])
  if (!standing || (await isStaff(world, standing))) return undefined
  const now = tables.now()
  const byRule = await tables<ByRule>('moderation_limits').where({ memberId }).where('until', '>', now).first('until', 'ruleName')
  const own = await ownLimit(world, memberId, standing.createdAt)
  const first =
    byRule && (!own || byRule.until > own.until) ? { until: byRule.until, because: 'rule' as const, rule: byRule.ruleName } : own
  if (!first) return undefined
  const { newcomerLinks: links, newcomerPictures: pictures, newcomerEntries: entriesAnHour, newcomerComments: commentsAnHour } = settings
  return { ...first, links, pictures, entriesAnHour, commentsAnHour }
}

interface ByRule {
  memberId: string
  until: string
  ruleName: string
}

/** After these days nobody is new any more, whatever was decided. */
const longest = 90

async function ownLimit(world: World, memberId: string, joinedAt: string): Promise<Pick<Limits, 'until' | 'because'> | undefined> {
  const { host, settings, tables } = world
  const { newcomerDays: days, newcomerFrom: from } = settings
  if (days === 0 || joinedAt < inDays(world, -longest)) return undefined
  // Where everybody is new, or knows everybody, limits would be about all.
  if (from > 0 && (await host.subjects.countMembers(from)) < from) return undefined
  const since = inDays(world, -days)
  const decided: { createdAt: string } | undefined = await tables<{ memberId: string; outcome: string; createdAt: string }>(
    'moderation_decisions',
  )
    .where({ memberId, outcome: 'acted' })
    .where('createdAt', '>', since)
    .whereNull('reversedAt')
    .orderBy('createdAt', 'desc')
    .first('createdAt')
  const began = decided?.createdAt ?? joinedAt
  if (began <= since) return undefined
  const until = new Date(Date.parse(began) + days * 86_400_000).toISOString()
  return { until, because: decided ? 'decision' : 'new' }
}
