import type { Knex } from 'knex'
import type { News } from '../feeds/announce-news.ts'
import type { EventListener } from '../jobs/outbox.ts'
import type { Delivered, EventName, Events } from '../plugins/events.ts'
import type { Site } from '../site.ts'
import { spreadActivity, spreadComment, spreadEntries, withdrawActivity } from './fan-out.ts'
import { cleanTimeline, refillTimeline } from './refill-timeline.ts'
import { keptRows } from './timeline-rules.ts'

type Spread = (trx: Knex.Transaction) => Promise<void>
type Handlers = { [Name in EventName]?: (payload: Events[Name]) => Spread }

/** Others may write between two transactions of a long batch. */
const atOnce = 50

const handlers: Handlers = {
  'entry.published':
    ({ entryId }) =>
    trx =>
      spreadEntries(trx, [entryId]),
  'entries.imported':
    ({ entryIds }) =>
    trx =>
      spreadEntries(trx, entryIds),
  'comment.published':
    ({ entryId, authorId: memberId }) =>
    trx =>
      spreadComment(trx, { entryId, memberId }),
  'comment.restored':
    ({ entryId, authorId: memberId }) =>
    trx =>
      spreadActivity(trx, { kind: 'comment', entryId, memberId }),
  'comment.removed':
    ({ entryId, authorId }) =>
    trx =>
      withdrawActivity(trx, { kind: 'comment', entryId, memberId: authorId ?? '' }),
  'like.added':
    ({ entryId, memberId }) =>
    trx =>
      spreadActivity(trx, { kind: 'like', entryId, memberId }),
  'like.removed':
    ({ entryId, memberId }) =>
    trx =>
      withdrawActivity(trx, { kind: 'like', entryId, memberId }),
  'subscription.added': subscription => trx => follow(trx, subscription),
  'subscription.removed': subscription => trx => follow(trx, subscription),
}

/** Keeps home feeds up to date with what was published, said, liked and followed. */
export function timelineListener(site: Site): EventListener {
  return {
    name: 'timeline',
    events: Object.keys(handlers) as EventName[],
    async run(events) {
      const spreads = withoutRepeats(events).map(({ name, payload }) => (handlers[name] as (payload: unknown) => Spread)(payload))
      for (let start = 0; start < spreads.length; start += atOnce) {
        await site.db.transaction(async trx => {
          for (const spread of spreads.slice(start, start + atOnce)) await spread(trx)
        })
      }
      await site.live.tell('news', events.flatMap(newsOf))
    },
  }
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
