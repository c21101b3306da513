type Headers = Record<string, string>

/** Seconds for which the server calls its answer fresh. A day at most: long times are meant for browsers and pictures. */
export function cacheFreshness(headers: Headers): number | undefined {
  const control = headers['cache-control'] ?? ''
  if (/no-cache|no-store/i.test(control)) return undefined
  const maxAge = /(?:^|[\s,])max-age\s*=\s*"?(\d+)/i.exec(control)?.[1]
  if (maxAge === undefined) return undefined
  const left = Number(maxAge) - (Number(headers.age) || 0)
  return left > 0 ? Math.min(left, DAY) : undefined
}

/** Seconds from `Retry-After`, which is a number or a date. */
export function retryAfter(headers: Headers, now = new Date()): number | undefined {
  const value = headers['retry-after']?.trim()
  if (!value) return undefined
  if (/^\d+$/.test(value)) return Number(value)
  const seconds = Math.ceil((Date.parse(value) - now.getTime()) / 1000)
  return seconds > 0 ? seconds : undefined
}

const DAY = 24 * 3600
