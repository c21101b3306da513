import { sessionDays } from '../http/session.ts'
import { listDeleted } from '../retention/note-deleted.ts'
import { daysOf, retentionRules } from '../retention/retention-rules.ts'
import type { Site } from '../site.ts'

/** How long one kind of thing is kept, as the page of the privacy policy says it. */
export interface HowLong {
  /** A message for `t`. */
  title: string
  /** Absent when it is kept for good. */
  days?: number
  /** How many were deleted in the last 30 days. */
  deleted: number
}

/** How long things are kept, by the settings of this moment, and how much was deleted lately. */
export async function howLong(site: Pick<Site, 'db' | 'now' | 'settings'>): Promise<HowLong[]> {
  const deleted = await listDeleted(site)
  return retentionRules.map(rule => {
    const { kind, title, setting } = rule
    const days = daysOf(rule, site.settings)
    const most = setting === 'keepSessions' ? Math.min(days || sessionDays, sessionDays) : days
    return { title, ...(most > 0 && { days: most }), deleted: deleted.get(kind) ?? 0 }
  })
}
