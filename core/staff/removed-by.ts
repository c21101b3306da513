import type { Actor } from '../actor.ts'
import type { Site } from '../site.ts'

/** What stands on an entry or a comment that was taken down: when, by whom, and why. */
export function removedBy(
  site: Pick<Site, 'now'>,
  actor: Actor,
  reason: string,
): Record<'removedAt' | 'removedBy' | 'removedReason', string> {
  return { removedAt: site.now().toISOString(), removedBy: actor.id ?? actor.kind, removedReason: reason.slice(0, 300) }
}
