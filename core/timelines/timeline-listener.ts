import type { Knex } from 'knex'
import type { News } from '../feeds/announce-news.ts'
import type { EventListener } from '../jobs/outbox.ts'
import type { Delivered, EventName, Events } from '../plugin-contract/events.ts'
import type { Site } from '../site.ts'
import { explainAgain } from './explain-again.ts'
import { spreadActivities, spreadComments, spreadEntries, withdrawActivity } from './fan-out.ts'
import { cleanTimeline, refillTimeline } from './refill-timeline.ts'
import { notBySubscription } from './timeline-rows.ts'
import { keptRows } from './timeline-rules.ts'

type Handlers = { [Name in EventName]?: (trx: Knex.Transaction, payloads: readonly Events[Name][]) => Promise<void> }

/** So much is done in one transaction; then others may write. */
const atOnce = 25

const handlers: Handlers = {
  'entry.published': (trx, entries) => spreadEntries(trx, entries.map(idOf)),
  'entries.imported': (trx, imports) =>
    spreadEntries(
      trx,
      imports.flatMap(({ entryIds }) => entryIds),
    ),
  'entry.moved': (trx, entries) => each(entries, ({ entryId }) => moveEntry(trx, entryId)),
  // What was refused before it was published stands in nobody's home yet.
  'entry.restored': (trx, entries) => spreadEntries(trx, entries.map(idOf)),
  'comment.published': (trx, comments) => spreadComments(trx, comments.map(actOf)),
  'comment.restored': (trx, comments) => spreadActivities(trx, 'comment', comments.map(actOf)),
  'comment.removed': (trx, comments) => each(comments, comment => withdrawActivity(trx, { kind: 'comment', ...actOf(comment) })),
  'like.added': (trx, likes) => spreadActivities(trx, 'like', likes),
  'like.removed': (trx, likes) => each(likes, ({ entryId, memberId }) => withdrawActivity(trx, { kind: 'like', entryId, memberId })),
  'subscription.added': (trx, subscriptions) => each(subscriptions, subscription => follow(trx, subscription)),
  'subscription.removed': (trx, subscriptions) => each(subscriptions, subscription => follow(trx, subscription)),
}

/** Keeps home feeds up to date with what was published, said, liked and followed. */
export function timelineListener(site: Site): EventListener {
  return {
    name: 'timeline',
    events: Object.keys(handlers) as EventName[],
    async run(events) {
      for (const { name, payloads } of partsOf(withoutRepeats(events))) {
        const handle = handlers[name] as (trx: Knex.Transaction, payloads: readonly unknown[]) => Promise<void>
        await site.db.transaction(trx => handle(trx, payloads))
      }
      await site.live.tell('news', events.flatMap(newsOf))
    },
  }
}

interface Part {
  name: EventName
  payloads: unknown[]
}

/**
 * What happened in the same way is written together. No entry stands in a part twice, and what happened to one entry stays in its
 * order, because the first to act is named.
 */
function partsOf(events: readonly Delivered[]): Part[] {
  const parts: Part[] = []
  const lastOf = new Map<string, number>()
  for (const { name, payload } of events) {
    const { entryId } = payload as { entryId?: string }
    const after = (entryId !== undefined && lastOf.get(entryId)) || 0
    let index = parts.findIndex((part, at) => at >= after && part.name === name && part.payloads.length < atOnce)
    if (index < 0) index = parts.push({ name, payloads: [] }) - 1
    parts[index]!.payloads.push(payload)
    if (entryId !== undefined) lastOf.set(entryId, index + 1)
  }
  return parts
}

async function each<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  for (const item of items) await work(item)
}

function idOf({ entryId }: { entryId: string }): string {
  return entryId
}

function actOf({ entryId, authorId }: { entryId: string; authorId: string | null }): { entryId: string; memberId: string } {
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

/** Whoever had it from where it stood, and not from where it stands, has it for another reason or no more. */
async function moveEntry(trx: Knex.Transaction, entryId: string): Promise<void> {
  const lost = trx('timeline')
    .where({ entryId, reason: 'subscription' })
    .whereRaw(`exists (select 1 from entries e where e.id = timeline.entry_id and ${notBySubscription('timeline.reader_id')})`)
  await explainAgain(trx, lost)
  await spreadEntries(trx, [entryId])
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
