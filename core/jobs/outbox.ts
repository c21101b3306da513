import type { Knex } from 'knex'
import type { Logger } from 'pino'
import type { Database } from '../db/connect.ts'
import { newId } from '../db/new-id.ts'
import type { Delivered, EventName, Events } from '../plugin-contract/events.ts'

/** Something of the core that follows events. It gets them in batches and may get one twice. */
export interface EventListener {
  name: string
  events: readonly EventName[]
  run(events: Delivered[]): Promise<void>
}

export interface Outbox {
  /** Looks for events soon; called after every commit. */
  nudge(): void
  /** Resolves when everything written so far is delivered. */
  drained(): Promise<void>
  /** Finishes the batch in hand and stops. */
  close(): Promise<void>
}

interface Options {
  db: Database
  log: Logger
  now: () => Date
  /** Listeners at this moment: the core's, then the plugins'. */
  listeners: () => readonly EventListener[]
  /** Keeps events that a listener could not handle, to try again later. */
  retry: (listener: EventListener, events: Delivered[], error: unknown) => Promise<void>
  /** Milliseconds between looks for events of other processes. */
  every?: number
}

const batchSize = 500
const leaseSeconds = 60

export async function writeEvent<Name extends EventName>(
  trx: Knex.Transaction,
  name: Name,
  payload: Events[Name],
  now: Date,
): Promise<void> {
  await trx('outbox').insert({ id: newId(), name, payload: JSON.stringify(payload), createdAt: now.toISOString() })
}

/** Delivers what verbs wrote to the outbox, in the order of writing, one batch at a time. */
export function openOutbox(options: Options): Outbox {
  let running: Promise<void> | undefined
  let again = false
  let closed = false

  const work = async (): Promise<void> => {
    do {
      again = false
      while (!closed && (await deliverBatch(options)) > 0);
    } while (again && !closed)
  }
  const nudge = (): void => {
    if (closed) return
    again = true
    running ??= work()
      .catch(error => options.log.error({ error }, 'events could not be delivered'))
      .finally(() => {
        running = undefined
        if (again) nudge()
      })
  }
  const timer = setInterval(nudge, options.every ?? 1000)
  timer.unref()

  return {
    nudge,
    async drained() {
      nudge()
      while (running) await running
    },
    async close() {
      closed = true
      again = false
      clearInterval(timer)
      await running
    },
  }
}

async function deliverBatch(options: Options): Promise<number> {
  const events = await claim(options)
  if (events.length === 0) return 0
  for (const listener of options.listeners()) {
    const wanted = events.filter(event => listener.events.includes(event.name))
    if (wanted.length === 0) continue
    try {
      await listener.run(wanted)
    } catch (error) {
      await options.retry(listener, wanted, error)
    }
  }
  const ids = events.map(event => event.id)
  await options.db.transaction(trx => trx('outbox').whereIn('id', ids).delete())
  return events.length
}

/** Takes events for this process alone. The look before the claim keeps an idle site from writing every second. */
async function claim({ db, now }: Options): Promise<Delivered[]> {
  const time = now().toISOString()
  const free = (query: Knex.QueryBuilder) => query.where(inner => inner.whereNull('leasedUntil').orWhere('leasedUntil', '<', time))
  const waiting: { id: string }[] = await free(db('outbox').select('id').orderBy('id').limit(batchSize))
  if (waiting.length === 0) return []
  const ids = waiting.map(row => row.id)
  const leasedUntil = new Date(now().getTime() + leaseSeconds * 1000).toISOString()
  const rows: { id: string; name: EventName; payload: string; createdAt: string }[] = await db.transaction(trx =>
    free(trx('outbox').whereIn('id', ids)).update({ leasedUntil }).returning(['id', 'name', 'payload', 'createdAt']),
  )
  return rows.map(row => ({ ...row, payload: JSON.parse(row.payload) as Events[EventName] })).sort((a, b) => (a.id < b.id ? -1 : 1))
}
