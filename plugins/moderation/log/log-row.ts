export const perPage = 50

export interface LogFilter {
  before?: string
  /** A kind of step, or `ban`, `purge` or `site`. */
  kind?: string
  /** Number of a rule. */
  rule?: number
}

/** One use of power, as everybody reads it. */
export interface LogRow {
  id: string
  createdAt: string
  what: { kind: string; word: string; until: string | null }[]
  reason: string
  rule?: number | null
  ruleTitle?: string | null
  memberHandle?: string
  groupName?: string | null
  purge?: true
  /** What was done to the site as a whole, in words, and what it was about. */
  site?: { word: string; title: string }
  byName?: string
  reversedAt?: string | null
  reversedReason?: string | null
}
