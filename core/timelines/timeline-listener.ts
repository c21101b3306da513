import type { Knex } from 'knex'
import type { News } from '../feeds/announce-news.ts'
import type { EventListener } from '../jobs/outbox.ts'
import type { Delivered, EventName, Events } from '../plugins/events.ts'
import type { Site } from '../site.ts'
import { spreadActivities, spreadComments, spreadEntries, withdrawActivity } from './fan-out.ts'
import { cleanTimeline, refillTimeline } from './refill-timeline.ts'
import { keptRows } from './timeline-rules.ts'

type Step = (trx: Knex.Transaction) => Promise<void>
type Handlers = { [Name in EventName]?: (payloads: readonly Events[Name][]) => Step[] }

/** So much is done in one transaction; then others may write. */
const atOnce = 25

const handlers: Handlers = {
  'entry.published': entries =>
    partsOf(entries).map(
      part => trx =>
        spreadEntries(
          trx,
          part.map(({ entryId }) => entryId),
        ),
    ),
  'entries.imported': imports =>
    imports.map(
      ({ entryIds }) =>
        trx =>
          spreadEntries(trx, entryIds),
    ),
  'comment.published': comments => partsOf(comments.map(actorOf)).map(part => trx => spreadComments(trx, part)),
  'comment.restored': comments => partsOf(comments.map(actorOf)).map(part => trx => spreadActivities(trx, 'comment', part)),
  'comment.removed': comments => comments.map(comment => trx => withdrawActivity(trx, { kind: 'comment', ...actorOf(comment) })),
  'like.added': likes => partsOf(likes).map(part => trx => spreadActivities(trx, 'like', part)),
  'like.removed': likes =>
    likes.map(
      ({ entryId, memberId }) =>
        trx =>
          withdrawActivity(trx, { kind: 'like', entryId, memberId }),
    ),
  'subscription.added': subscriptions => subscriptions.map(subscription => trx => follow(trx, subscription)),
  'subscription.removed': subscriptions => subscriptions.map(subscription => trx => follow(trx, subscription)),
}

/** Keeps home feeds up to date with what was published, said, liked and followed. */
export function timelineListener(site: Site): EventListener {
  return {
    name: 'timeline',
    events: Object.keys(handlers) as EventName[],
    async run(events) {
      for (const step of stepsOf(withoutRepeats(events))) await site.db.transaction(step)
      await site.live.tell('news', events.flatMap(newsOf))
    },
  }
}

/** What happened in the same way is written together: every step looks at how things are now, so the order does not matter. */
function stepsOf(events: readonly Delivered[]): Step[] {
  const groups = Map.groupBy(events, ({ name }) => name)
  return [...groups].flatMap(([name, group]) => {
    const handle = handlers[name] as (payloads: readonly unknown[]) => Step[]
    return handle(group.map(({ payload }) => payload))
  })
}

/** Parts of a list in which no entry stands twice. */
function partsOf<Item extends { entryId: string }>(items: readonly Item[]): Item[][] {
  const parts: Map<string, Item>[] = []
  for (const item of items) {
    const open = parts.find(part => part.size < atOnce && !part.has(item.entryId))
    if (open) open.set(item.entryId, item)
    else parts.push(new Map([[item.entryId, item]]))
  }
  return parts.map(part => [...part.values()])
}

function actorOf({ entryId, authorId }: { entryId: string; authorId: string | null }): { entryId: string; memberId: string } {
  return { entryId, memberId: authorId ?? '' }
}

/** Every step looks at how things are now, so that of two equal events in a batch one is enough. */
function withoutRepeats(events: readonly Delivered[]): Delivered[] {
  const seen = new Map<string, Delivered>()
  for (const event of events) {
    const { entryId, entryIds, feedId, authorId, memberId } = event.payload as Record<string, unknown>
    const key = JSON.stringify([event.name, entryId ?? entryIds ?? feedId, authorId ?? memberId])
    if (!seen.has(key)) seen.set(key, event)
  }
  return [...seen.values()]
}

/** Whether the member follows the feed is asked again: they may have changed their mind. A reader without a timeline gets it at the next visit. */
async function follow(trx: Knex.Transaction, { memberId, feedId }: Events['subscription.added']): Promise<void> {
  const reader: { timelineBuiltAt: string | null } | undefined = await trx('members').where({ id: memberId }).first('timelineBuiltAt')
  if (!reader?.timelineBuiltAt) return
  const follows: unknown = await trx('subscriptions').where({ memberId, feedId }).first('feedId')
  if (follows) await refillTimeline(trx, { readerId: memberId, feedId, perFeed: keptRows })
  else await cleanTimeline(trx, memberId)
}

/** What can bring an entry up, and since when it is up there. */
function newsOf({ name, payload, createdAt }: Delivered): News[] {
  const { entryId = '', at = '' } = payload as { entryId?: string; at?: string }
  if (name === 'entry.published') return [{ entryId, since: '' }]
  if (name === 'comment.published' || name === 'like.added') return [{ entryId, since: at }]
  if (name !== 'entries.imported') return []
  // Old things that come in with a new source stand further down; nobody is told.
  const since = new Date(Date.parse(createdAt) - 60_000).toISOString()
  return (payload as Events['entries.imported']).entryIds.map(id => ({ entryId: id, since }))
}
