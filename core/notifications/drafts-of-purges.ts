import type { Events } from '../plugin-contract/events.ts'
import type { Site } from '../site.ts'
import type { Draft } from './notification.ts'

/** Authors are told that something of theirs was destroyed, unless the law forbids it. Not what it said. */
export async function draftsOfPurges(site: Site, purged: readonly Events['content.purged'][]): Promise<Draft[]> {
  if (purged.length === 0) return []
  const rows: { id: string; reason: string; memberId: string; locale: string | null }[] = await site
    .db('tombstones as t')
    .join('members as m', 'm.id', 't.authorId')
    .whereIn(
      't.id',
      purged.map(({ tombstoneId }) => tombstoneId),
    )
    .whereNull('t.notToldBecause')
    .select('t.id', 't.reason', 'm.id as memberId', 'm.locale')
  return rows.map(({ id, reason, memberId, locale }) => {
    const text = site.themes.translate(
      'Something that you published was destroyed for good, because it must not be here: {reason}',
      { reason },
      locale ?? 'en',
    )
    const told = { title: site.settings.siteName, text: text.slice(0, 300), url: '/rules' }
    return { memberId, kind: 'site', about: `purged:${id}`, told }
  })
}
