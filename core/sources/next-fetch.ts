/** Minutes between two fetches of one source. */
export const shortestInterval = 15
export const longestInterval = 24 * 60

const minute = 60_000
const longestWait = 7 * 24 * 60 * minute

/** A source that brought something is asked sooner the next time, one that did not, later. */
export function nextInterval(minutes: number, changed: boolean): number {
  return clamp(Math.round(changed ? minutes / 2 : minutes * 1.5))
}

/** The interval to begin with: half of what usually lies between two entries, by the newest ten. */
export function firstInterval(publishedAt: readonly string[]): number {
  const times = publishedAt.map(at => Date.parse(at)).sort((a, b) => b - a)
  const newest = times.slice(0, 10)
  if (newest.length < 2) return 60
  const usual = (newest[0]! - newest.at(-1)!) / (newest.length - 1)
  return clamp(Math.round(usual / 2 / minute))
}

/** When to ask again after an answer. Spread by a tenth either way, so that sources do not march in step; never before `freshFor` is over. */
export function nextFetchAt(now: Date, minutes: number, freshForSeconds = 0, random = Math.random()): Date {
  const planned = minutes * minute * (0.9 + random * 0.2)
  // A day is the most that a cache header may ask for: static hosts promise a year without meaning it.
  const fresh = Math.min(freshForSeconds * 1000, longestInterval * minute) * (1 + random * 0.1)
  return new Date(now.getTime() + Math.max(planned, fresh))
}

/** When to try again after the nth failure in a row: 15 min, 30 min, 1 h … a day; never before the server's Retry-After. */
export function retryAt(now: Date, failures: number, retryAfterSeconds = 0, random = Math.random()): Date {
  const pause = clamp(shortestInterval * 2 ** Math.min(failures - 1, 10)) * minute * (0.9 + random * 0.2)
  const asked = Math.min(retryAfterSeconds * 1000, longestWait) * (1 + random * 0.1)
  return new Date(now.getTime() + Math.max(pause, asked))
}

function clamp(minutes: number): number {
  return Math.min(Math.max(minutes, shortestInterval), longestInterval)
}
