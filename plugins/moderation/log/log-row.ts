export const perPage = 50

export interface LogFilter {
  before?: string
  /** A kind of step, or `ban`. */
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
  byName?: string
  reversedAt?: string | null
  reversedReason?: string | null
}
