import type { Source } from './source.ts'

/** Says a sentence in somebody's language: `ctx.t`, or English when left out. */
export type Say = (key: string, values: Record<string, unknown>) => string

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** How a source is doing, in one line: `last fetched 3 min ago: 2 new`, `failing since Tuesday: The address answers 404 Not Found.` */
export function describeSource(source: Source, now: Date, say: Say = sayEnglish, locale = 'en'): string {
  const { fetchedAt, outcome, problem, imported, updated, failingSince } = source
  if (source.pausedBy && source.pausedNote) return say('paused by those who look after this site: {reason}', { reason: source.pausedNote })
  if (source.pausedBy) return say('paused by those who look after this site', {})
  if (source.pausedAt) return say('paused since {when}', { when: since(source.pausedAt, now, locale) })
  if (!fetchedAt || !outcome) return say('waiting for the first fetch', {})
  if (outcome === 'gone') return say('gone for good: {problem}', { problem: say(problem ?? '', {}) })
  if (outcome === 'moved-away') return say('no longer fetched: {problem}', { problem: say(problem ?? '', {}) })
  if (failingSince)
    return say('failing since {when}: {problem}', { when: since(failingSince, now, locale), problem: say(problem ?? '', {}) })
  const when = ago(fetchedAt, now, locale)
  if (imported > 0 && updated > 0) return say('last fetched {when}: {imported} new, {updated} updated', { when, imported, updated })
  if (imported > 0) return say('last fetched {when}: {imported} new', { when, imported })
  if (updated > 0) return say('last fetched {when}: {updated} updated', { when, updated })
  return say('last fetched {when}: nothing new', { when })
}

/** `3 min ago`. */
export function ago(at: string, now: Date, locale: string): string {
  const age = Math.max(0, now.getTime() - Date.parse(at))
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'always', style: 'short' })
  const [unit, length] = age < hour ? (['minute', minute] as const) : age < day ? (['hour', hour] as const) : (['day', day] as const)
  return format.format(-Math.max(unit === 'minute' ? 1 : 0, Math.floor(age / length)), unit).replace('.', '')
}

/** `in 12 min`. */
export function until(at: string, now: Date, locale: string): string {
  const rest = Math.max(0, Date.parse(at) - now.getTime())
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'always', style: 'short' })
  const [unit, length] = rest < hour ? (['minute', minute] as const) : (['hour', hour] as const)
  return format.format(Math.max(1, Math.round(rest / length)), unit).replace('.', '')
}

/** The time of a day, the name of one of the last seven, or a date. */
function since(at: string, now: Date, locale: string): string {
  const age = now.getTime() - Date.parse(at)
  const options: Intl.DateTimeFormatOptions =
    age < day / 2
      ? { hour: 'numeric', minute: '2-digit', timeZoneName: 'short' }
      : age < 6 * day
        ? { weekday: 'long' }
        : { dateStyle: 'medium' }
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(new Date(at))
}

function sayEnglish(key: string, values: Record<string, unknown>): string {
  return key.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
}
