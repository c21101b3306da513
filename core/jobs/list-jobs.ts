import { may } from '../actions/permissions.ts'
import type { Actor } from '../actor.ts'
import { forbidden } from '../errors.ts'
import type { Site } from '../site.ts'

/** A job as it is shown. Its input stays where it is: it may speak of members. */
export interface JobView {
  id: string
  name: string
  state: 'waiting' | 'running' | 'failing' | 'given up'
  attempts: number
  /** Why it failed the last time. */
  problem: string | null
  /** When it is tried next, or was tried last. */
  runAt: string
  createdAt: string
}

type Row = Omit<JobView, 'state'> & { failedAt: string | null; leasedUntil: string | null }

export interface JobFilter {
  state?: 'waiting' | 'given up'
  name?: string
  limit?: number
}

/** The jobs of the site: those that were given up first, then what comes next. For those who look after the system. */
export async function listJobs(site: Site, actor: Actor, { state, name, limit = 100 }: JobFilter = {}): Promise<JobView[]> {
  if (!may(actor, 'system')) throw forbidden('Only those who look after the system see its jobs.')
  const jobs = () => {
    const rows = site.db('jobs').select('id', 'name', 'attempts', 'problem', 'runAt', 'createdAt', 'failedAt', 'leasedUntil').limit(limit)
    return name ? rows.where({ name }) : rows
  }
  const givenUp: Row[] = state === 'waiting' ? [] : await jobs().whereNotNull('failedAt').orderBy('failedAt', 'desc')
  const waiting: Row[] = state === 'given up' ? [] : await jobs().whereNull('failedAt').orderBy('runAt')
  const now = site.now().toISOString()
  return [...givenUp, ...waiting]
    .slice(0, limit)
    .map(({ failedAt, leasedUntil, ...row }) => ({ ...row, state: stateOf({ failedAt, leasedUntil, ...row }, now) }))
}

/** Names of jobs that wait or were given up, with how many there are of each. */
export async function countJobNames(site: Site, actor: Actor): Promise<{ name: string; count: number }[]> {
  if (!may(actor, 'system')) throw forbidden('Only those who look after the system see its jobs.')
  const rows: { name: string; n: number | string }[] = await site
    .db('jobs')
    .groupBy('name')
    .orderBy('name')
    .select('name')
    .count({ n: '*' })
  return rows.map(row => ({ name: row.name, count: Number(row.n) }))
}

export function stateOf(
  { failedAt, leasedUntil, attempts }: Pick<Row, 'failedAt' | 'leasedUntil' | 'attempts'>,
  now: string,
): JobView['state'] {
  if (failedAt) return 'given up'
  if (leasedUntil && leasedUntil >= now) return 'running'
  return attempts > 0 ? 'failing' : 'waiting'
}
