import { inList, selectRows } from '../db/select.ts'
import type { Events } from '../plugin-contract/events.ts'
import type { Site } from '../site.ts'
import type { Draft } from './notification.ts'

/** Authors are told when a moderator opened something private of theirs: once for each entry. */
export async function draftsOfOpenings(site: Site, opened: readonly Events['entry.opened'][]): Promise<Draft[]> {
  if (opened.length === 0) return []
  const { sql, bindings } = inList(
    site.db.dialect,
    'e.id',
    opened.map(({ entryId }) => entryId),
  )
  const rows = await selectRows<{ id: string; shortId: string; authorId: string; locale: string | null }>(
    site.db,
    `select e.id, e.short_id as "shortId", e.author_id as "authorId", m.locale from entries e join members m on m.id = e.author_id where ${sql}`,
    bindings,
  )
  return rows.map(({ id, shortId, authorId, locale }) => ({
    memberId: authorId,
    kind: 'site',
    about: `opened:${id}`,
    told: {
      title: site.settings.siteName,
      text: site.themes.translate(
        'A moderator read a private entry of yours, because somebody who can see it reported it.',
        {},
        locale ?? 'en',
      ),
      url: `/e/${shortId}`,
    },
  }))
}
