import { type Actor, isMember } from '../actor.ts'
import { unauthorized } from '../errors.ts'
import { type FeedLinkRow, feedLink } from '../feeds/feed-link.ts'
import type { FeedLink } from '../feeds/feed-view.ts'
import type { Site } from '../site.ts'

/** What `settings-blocks` shows beside the tabs. */
export interface BlocksView {
  blocked: FeedLink[]
  /** `until`: UTC ISO text; absent until it is taken back. */
  muted: (FeedLink & { until?: string })[]
  /** One in each line. */
  words: string
}

/** Whom and what a member does not want to see. */
export async function listBlocks(site: Site, actor: Actor): Promise<BlocksView> {
  if (!isMember(actor)) throw unauthorized()
  const columns = ['f.id', 'f.kind', 'f.handle', 'f.name', 'f.picture'] as const
  const [blocked, muted, member] = await Promise.all([
    site
      .db('blocks as b')
      .join('feeds as f', 'f.id', 'b.otherId')
      .where('b.memberId', actor.id)
      .whereNotNull('b.blockedAt')
      .orderBy('f.name')
      .limit(1000)
      .select<FeedLinkRow[]>(...columns),
    site
      .db('mutes as m')
      .join('feeds as f', 'f.id', 'm.mutedId')
      .where('m.memberId', actor.id)
      .where(open => open.whereNull('m.until').orWhere('m.until', '>', site.now().toISOString()))
      .orderBy('f.name')
      .limit(1000)
      .select<(FeedLinkRow & { until: string | null })[]>(...columns, 'm.until'),
    site.db('members').where({ id: actor.id }).first<{ mutedWords: string } | undefined>('mutedWords'),
  ])
  return {
    blocked: blocked.map(feedLink),
    muted: muted.map(row => ({ ...feedLink(row), ...(row.until && { until: row.until }) })),
    words: (JSON.parse(member?.mutedWords ?? '[]') as string[]).join('\n'),
  }
}
