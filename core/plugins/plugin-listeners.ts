import type { EventListener } from '../jobs/outbox.ts'
import type { Delivered, EventName } from '../plugin-contract/events.ts'
import type { Site } from '../site.ts'
import type { Listener, Registered, Registry } from './registry.ts'

/** Milliseconds for one event. */
const patience = 10_000

/** Milliseconds for a batch. What is left after that becomes jobs, so that no plugin holds up the events of the others. */
const batchPatience = 15_000

/** Makes a listener of the outbox for each listener that a plugin registered. */
export function pluginListeners(site: Site, registry: Registry): EventListener[] {
  return [...registry.listeners].flatMap(([event, listeners]) => {
    const seen = new Map<string, number>()
    return listeners.map(listener => {
      const number = (seen.get(listener.plugin) ?? 0) + 1
      seen.set(listener.plugin, number)
      const name = `plugin:${listener.plugin}:${event}${number > 1 ? `:${number}` : ''}`
      return makeListener(site, name, event, listener)
    })
  })
}

function makeListener(site: Site, name: string, event: EventName, { guard, thing }: Registered<Listener>): EventListener {
  // What goes wrong is counted, logged and named by the guard.
  const tell = (delivered: Delivered): Promise<void> =>
    guard.run(`the listener of ${event}`, { patience }, () => thing(delivered.payload as never, Object.freeze({ ...delivered }) as never))
  return {
    name,
    events: [event],
    async run(batch) {
      // One event alone is tried again by whoever delivers it. Of several, only those that failed are.
      if (batch.length === 1) return tell(batch[0]!)
      const until = Date.now() + batchPatience
      const failed: Delivered[] = []
      for (const delivered of batch) {
        if (Date.now() > until) failed.push(delivered)
        else await tell(delivered).catch(() => failed.push(delivered))
      }
      if (failed.length > 0) await tryLater(site, name, failed)
    },
  }
}

async function tryLater(site: Site, listener: string, events: Delivered[]): Promise<void> {
  await site.db.transaction(async trx => {
    for (const event of events) await site.jobs.add(trx, 'deliver-events', { listener, events: [event] })
  })
}
