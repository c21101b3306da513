interface Hints {
  /** Minutes. */
  ttl?: number
  skipHours?: number[]
  sy?: { updatePeriod?: string; updateFrequency?: number }
}

/** Seconds for which a feed says that asking again is no use. */
export function feedFreshness(feed: { ttl?: unknown; skipHours?: unknown; sy?: unknown }, now: Date): number | undefined {
  const { ttl, skipHours, sy } = feed as Hints
  return longest([ttl && ttl > 0 ? ttl * 60 : undefined, updatePeriod(sy), sleep(skipHours, now)])
}

/** The largest of some hints, but never more than a week: a feed that forbids for longer is mistaken. */
export function longest(hints: (number | undefined)[]): number | undefined {
  const seconds = Math.max(0, ...hints.map(hint => (hint !== undefined && Number.isFinite(hint) ? hint : 0)))
  return seconds > 0 ? Math.min(Math.round(seconds), WEEK) : undefined
}

const HOUR = 3600
const WEEK = 7 * 24 * HOUR
const periods: Record<string, number> = { hourly: HOUR, daily: 24 * HOUR, weekly: WEEK, monthly: 30 * 24 * HOUR, yearly: 365 * 24 * HOUR }

function updatePeriod(hint: Hints['sy']): number | undefined {
  const period = periods[hint?.updatePeriod?.trim().toLowerCase() ?? '']
  return period && period / Math.max(1, hint?.updateFrequency ?? 1)
}

/** Seconds until the next hour (GMT) that is not to be skipped. */
function sleep(hours: number[] | undefined, now: Date): number | undefined {
  const skipped = new Set(hours?.map(hour => hour % 24))
  if (skipped.size === 0 || skipped.size > 23) return undefined
  let count = 0
  while (skipped.has((now.getUTCHours() + count) % 24)) count++
  return count === 0 ? undefined : count * HOUR - now.getUTCMinutes() * 60 - now.getUTCSeconds()
}
