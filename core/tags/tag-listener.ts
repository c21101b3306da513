import { inList } from '../db/select.ts'
import type { EventListener } from '../jobs/outbox.ts'
import type { Delivered, EventName } from '../plugin-contract/events.ts'
import type { Site } from '../site.ts'
import { type CountScope, countScope, isMiscounted } from './count-tags.ts'

const events: readonly EventName[] = [
  'entry.published',
  'entries.imported',
  'entries.held',
  'entries.hidden',
  'entries.shown',
  'entry.moved',
  'entry.removed',
  'entry.restored',
  // With these, many entries go or come at once.
  'feed.edited',
  'source.connected',
  'source.removed',
  'source.claimed',
  'import.removed',
  'import.restored',
  'member.restricted',
  'member.unrestricted',
]

/** Keeps the counts of tags right: how many public entries are filed under each. */
export function tagListener(site: Site): EventListener {
  return {
    name: 'tags',
    events,
    async run(delivered) {
      for (const scope of scopesOf(site, delivered)) {
        // Most entries have no tags, and then nobody waits for the one who writes.
        while ((await isMiscounted(site.db, scope)) && (await site.db.transaction(trx => countScope(trx, scope))) > 0);
      }
    },
  }
}

/** Which rows an event may concern: those of its entries, or of everything that stands in a feed or came from a member. */
function scopesOf({ db }: Site, delivered: readonly Delivered[]): CountScope[] {
  const [entries, feeds, authors] = [new Set<string>(), new Set<string>(), new Set<string>()]
  for (const { name, payload } of delivered) {
    const { entryId, entryIds, feedId, memberId } = payload as { entryId?: string; entryIds?: string[]; feedId?: string; memberId?: string }
    for (const id of entryIds ?? (entryId ? [entryId] : [])) entries.add(id)
    if (name === 'feed.edited' && feedId) feeds.add(feedId)
    if (/^(source|import|member)\./.test(name) && memberId) authors.add(memberId)
  }
  return [
    ...(entries.size > 0 ? [inList(db.dialect, 'k.entry_id', [...entries])] : []),
    ...[...feeds].map(id => ({ sql: 'k.entry_id in (select d.entry_id from entry_feeds d where d.feed_id = ?)', bindings: [id] })),
    ...[...authors].map(id => ({ sql: 'e.author_id = ?', bindings: [id] })),
  ]
}
