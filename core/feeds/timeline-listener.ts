import type { EventListener } from '../jobs/outbox.ts'
import type { Delivered } from '../plugins/events.ts'
import type { Site } from '../site.ts'
import { buildTimeline } from './build-timeline.ts'
import { spreadComment, spreadEntries, spreadLike } from './fan-out.ts'

/** Keeps home feeds up to date with what was published, said, liked and followed. */
export function timelineListener(site: Site): EventListener {
  return {
    name: 'timeline',
    events: ['entry.published', 'entries.imported', 'comment.published', 'like.added', 'subscription.added', 'subscription.removed'],
    async run(events) {
      await spread(site, events)
      const moved = new Set<string>()
      for (const { name, payload } of events) {
        if (name === 'subscription.added' || name === 'subscription.removed') moved.add((payload as { memberId: string }).memberId)
      }
      for (const readerId of moved) await follow(site, readerId)
      await site.live.tell('news', touched(events))
    },
  }
}

/** All events of a batch in one transaction; several comments on one entry spread once each, by time. */
async function spread(site: Site, events: Delivered[]): Promise<void> {
  const fresh = events.flatMap(event => newEntries(event))
  const spreading = events.filter(({ name }) => name === 'comment.published' || name === 'like.added')
  if (fresh.length === 0 && spreading.length === 0) return
  await site.db.transaction(async trx => {
    if (fresh.length > 0) await spreadEntries(trx, fresh)
    for (const event of lastPerEntry(spreading)) {
      if (event.name === 'comment.published') await spreadComment(trx, event as Delivered<'comment.published'>)
      else await spreadLike(trx, event as Delivered<'like.added'>)
    }
  })
}

/** Of several comments by one member on one entry only the last moves anything. */
function lastPerEntry(events: Delivered[]): Delivered[] {
  const last = new Map<string, Delivered>()
  for (const event of events) {
    const { entryId, authorId, memberId } = event.payload as { entryId: string; authorId?: string; memberId?: string }
    last.set(`${event.name} ${entryId} ${authorId ?? memberId}`, event)
  }
  return [...last.values()]
}

function newEntries({ name, payload }: Delivered): string[] {
  if (name === 'entry.published') return [(payload as { entryId: string }).entryId]
  if (name === 'entries.imported') return (payload as { entryIds: string[] }).entryIds
  return []
}

function touched(events: Delivered[]): string[] {
  const spreading = events.filter(({ name }) => name === 'comment.published' || name === 'like.added')
  return [...events.flatMap(newEntries), ...spreading.map(({ payload }) => (payload as { entryId: string }).entryId)]
}

/** A reader without a timeline gets it at the next visit. */
async function follow(site: Site, readerId: string): Promise<void> {
  const reader: { timelineBuiltAt: string | null } | undefined = await site.db('members').where({ id: readerId }).first('timelineBuiltAt')
  if (reader?.timelineBuiltAt) await buildTimeline(site, readerId)
}
