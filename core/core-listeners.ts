import type { EventListener } from './jobs/outbox.ts'
import type { Site } from './site.ts'

/** What of the core follows events, in this order. */
export function listCoreListeners(_site: Site): EventListener[] {
  return []
}
