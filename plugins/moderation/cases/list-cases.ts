import type { World } from '../moderation.ts'
import type { Case } from './case.ts'

export interface QueueFilter {
  kind?: string
  /** `me`: claimed by who asks; `free`: by nobody. */
  claim?: string
  /** Handle of the member whom it is about. */
  member?: string
  groupId?: string
  /** `soon`: urgent ones alone. */
  show?: string
  /** Priority, time and id of the last one of the page before. */
  after?: string
  limit?: number
}

export type QueueRow = Omit<Case, 'evidence'>

const columns = [
  'id',
  'kind',
  'subjectKind',
  'subjectId',
  'memberId',
  'memberHandle',
  'summary',
  'score',
  'priority',
  'signals',
  'version',
  'claimedBy',
  'claimedUntil',
  'appealId',
  'private',
  'createdAt',
  'changedAt',
] as const

/** Open cases, urgent ones first, then those that have waited longest. */
export async function listCases({ tables }: World, askerId: string, filter: QueueFilter): Promise<{ rows: QueueRow[]; next?: string }> {
  const limit = filter.limit ?? 50
  const rows = tables<Case>('moderation_cases as c')
    .where('c.state', 'open')
    .orderBy([{ column: 'c.priority', order: 'desc' }, 'c.createdAt', 'c.id'])
    .limit(limit + 1)
  if (filter.kind) rows.where('c.kind', filter.kind)
  if (filter.show === 'soon') rows.where('c.priority', 2)
  if (filter.member) rows.where('c.memberHandle', filter.member.trim().replace(/^@/, '').toLowerCase())
  if (filter.claim === 'me') rows.where('c.claimedBy', askerId).where('c.claimedUntil', '>', tables.now())
  if (filter.claim === 'free') rows.where(free => free.whereNull('c.claimedUntil').orWhere('c.claimedUntil', '<=', tables.now()))
  if (filter.groupId) rows.whereIn('c.id', tables('moderation_case_groups').where('groupId', filter.groupId).select('caseId'))
  const [, priority, createdAt, id] = /^([012])_([0-9TZ:.-]+)_([0-9a-f-]{36})$/.exec(filter.after ?? '') ?? []
  if (id)
    rows.whereRaw('(c.priority < ? or c.priority = ? and (c.created_at, c.id) > (?, ?))', [
      Number(priority),
      Number(priority),
      createdAt!,
      id,
    ])
  const found = (await rows.select(columns.map(column => `c.${column}`))) as QueueRow[]
  const last = found[limit - 1]
  const next = found.length > limit && last ? `${last.priority}_${last.createdAt}_${last.id}` : undefined
  return { rows: found.slice(0, limit), ...(next && { next }) }
}

/** How many open cases there are of each kind, and how many are urgent. */
export async function countCases({ tables }: World): Promise<{ kinds: { kind: string; count: number }[]; all: number; soon: number }> {
  const rows = await tables.rows<{ kind: string; priority: number; count: number | string }>(
    `select kind, priority, count(*) as count from moderation_cases where state = 'open' group by kind, priority`,
  )
  const sum = (some: typeof rows): number => some.reduce((total, { count }) => total + Number(count), 0)
  const kinds = [...Map.groupBy(rows, ({ kind }) => kind)].map(([kind, some]) => ({ kind, count: sum(some) }))
  return {
    kinds: kinds.sort((a, b) => b.count - a.count),
    all: sum(rows),
    soon: sum(rows.filter(({ priority }) => Number(priority) === 2)),
  }
}
