import { sanitizeHtml } from '../entries/sanitize-html.ts'

const deepest = 12
const mostParts = 20_000

/**
 * A copy of what a plugin returned, for a template: plain data, and whatever ends in `Html` is sanitised here, so that the names keep
 * their promise. Throws when it is too deep or too large.
 */
export function safeView(view: unknown): Record<string, unknown> {
  let left = mostParts
  const copy = (value: unknown, name: string, depth: number): unknown => {
    if (depth > deepest || --left < 0) throw new Error('A view of a plugin is too deep or too large.')
    if (typeof value === 'string') return name.endsWith('Html') ? cleaned(value) : value
    if (Array.isArray(value)) return value.map(one => copy(one, name, depth + 1))
    if (typeof value !== 'object' || value === null) return typeof value === 'function' ? undefined : value
    const entries = Object.entries(value).filter(([key]) => key !== '__proto__')
    return Object.fromEntries(entries.map(([key, part]) => [key, copy(part, key, depth + 1)]))
  }
  const safe = copy(view, '', 0)
  return typeof safe === 'object' && safe !== null && !Array.isArray(safe) ? (safe as Record<string, unknown>) : {}
}

/** Pictures come from this site alone: from elsewhere they would tell who reads. */
function cleaned(html: string): string {
  return sanitizeHtml(html, { ownPaths: true, imageUrl: () => '' })
}
