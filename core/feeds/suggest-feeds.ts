import type { MemberActor } from '../actor.ts'
import { selectRows } from '../db/select.ts'
import type { Site } from '../site.ts'
import type { SuggestionView } from '../themes/template-views.ts'
import { type FeedLinkRow, feedLink } from './feed-link.ts'

/** People and groups that were active lately and that the reader does not follow yet. */
export async function suggestFeeds(site: Site, actor: MemberActor): Promise<SuggestionView[]> {
  // The newest entries name who is active; recommending the most followed would promote people who left long ago.
  const rows = await selectRows<FeedLinkRow & { description: string }>(
    site.db,
    `select f.id, f.kind, f.handle, f.name, f.picture, f.description from feeds f
     join (select d.feed_id, max(d.bumped_at) as last from (
         select e.id from entries e where e.access = 'public' and e.removed_at is null order by e.bumped_at desc limit 300
       ) n join entry_feeds d on d.entry_id = n.id group by d.feed_id) active on active.feed_id = f.id
     where f.access = 'public' and f.removed_at is null and f.id <> ?
       and not exists (select 1 from subscriptions s where s.member_id = ? and s.feed_id = f.id)
     order by active.last desc limit 6`,
    [actor.id, actor.id],
  )
  return rows.map(row => ({ ...feedLink(row), ...(row.description && { why: firstLine(row.description) }) }))
}

function firstLine(text: string): string {
  const line = text.split('\n', 1)[0] ?? ''
  return line.length > 80 ? `${line.slice(0, 79)}…` : line
}
