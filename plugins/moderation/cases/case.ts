import type { Subject } from 'core/api'
import { Refused, type World } from '../moderation.ts'

/** A row of the queue. */
export interface Case {
  id: string
  kind: string
  subjectKind: Subject['kind']
  subjectId: string
  subjectHash: string
  memberId: string | null
  memberHandle: string | null
  summary: string
  evidence: string
  state: 'open' | 'closed'
  score: number
  priority: number
  signals: number
  version: number
  openKey: string | null
  claimedBy: string | null
  claimedUntil: string | null
  appealId: string | null
  /** 1 when only some may see it. */
  private: number
  createdAt: string
  changedAt: string
  closedAt: string | null
  closedBy: string | null
}

export interface Signal {
  id: string
  caseId: string
  source: 'member' | 'visitor' | 'rule' | 'filter' | 'plugin' | 'group'
  sourceId: string
  sourceName: string
  rule: number | null
  reason: string
  weight: number
  createdAt: string
}

/** Rules about what is urgent whoever says so: minors, and harm to people. */
const urgentRules = new Set([4, 5])

/** How soon somebody should look: from what speaks for it, and from the rule. */
export function priorityOf(score: number, rules: readonly (number | null)[]): number {
  if (score >= 20 || rules.some(rule => rule !== null && urgentRules.has(rule))) return 2
  return score >= 8 ? 1 : 0
}

export function keyOf(kind: string, id: string): string {
  return `${kind}:${id}`
}

export async function findCase({ tables }: World, id: string): Promise<Case> {
  const found: Case | undefined = await tables<Case>('moderation_cases').where({ id }).first()
  if (!found) throw new Refused('There is no such case.')
  return found
}

/** Whoever is part of a case leaves it to others: as its subject, or because they reported it. */
export async function checkUninvolved(world: World, one: Case, memberId: string): Promise<void> {
  if (one.memberId === memberId) throw new Refused('This case is about you. Somebody else decides it.')
  const own = await world.tables('moderation_signals').where({ caseId: one.id, source: 'member', sourceId: memberId }).first('id')
  if (own) throw new Refused('You reported this yourself. Somebody else decides it.')
}
