import type { EventListener } from './jobs/outbox.ts'
import { notifyListener } from './notifications/notify.ts'
import { policyListener } from './policies/policy-listener.ts'
import type { Site } from './site.ts'
import { tagListener } from './tags/tag-listener.ts'
import { timelineListener } from './timelines/timeline-listener.ts'

/** What of the core follows events, in this order. */
export function listCoreListeners(site: Site): EventListener[] {
  return [timelineListener(site), notifyListener(site), tagListener(site), policyListener(site)]
}
