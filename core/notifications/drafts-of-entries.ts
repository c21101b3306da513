import { inList, selectRows } from '../db/select.ts'
import type { Site } from '../site.ts'
import { onlyThoseWhoCanHear } from './can-hear.ts'
import { findMentions } from './find-mentions.ts'
import type { Draft } from './notification.ts'

/** Whom entries mention. What was imported speaks of people elsewhere, so only what was written here counts. */
export async function draftsOfEntries(site: Site, events: readonly { entryId: string }[]): Promise<Draft[]> {
  if (events.length === 0) return []
  const { sql, bindings } = inList(site.db.dialect, 'id', [...new Set(events.map(({ entryId }) => entryId))])
  const entries = await selectRows<{ id: string; authorId: string; body: string }>(
    site.db,
    `select id, author_id as "authorId", body from entries
     where removed_at is null and origin is null and author_id is not null and ${sql}`,
    bindings,
  )
  const mentions = await findMentions(site, entries)
  const drafts = entries.flatMap(({ id, authorId }) =>
    (mentions.get(id) ?? [])
      .filter(memberId => memberId !== authorId)
      .map(memberId => ({ memberId, kind: 'mention' as const, actorId: authorId, entryId: id, about: `entry:${id}` })),
  )
  return onlyThoseWhoCanHear(site, drafts)
}
