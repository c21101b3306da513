import type { Knex } from 'knex'
import type { Logger } from 'pino'
import type { Database } from '../db/connect.ts'
import { newId } from '../db/new-id.ts'

/** A piece of work that may run twice without harm. */
export type JobHandler = (input: unknown) => Promise<void>

export interface JobOptions {
  /** A job that waits under the same key is not added again. */
  key?: string
  runAt?: Date
}

export interface JobQueue {
  /** Adds a job in the transaction of its cause. */
  add(trx: Knex.Transaction, name: string, input: unknown, options?: JobOptions): Promise<void>
  handle(name: string, handler: JobHandler): void
  start(): void
  nudge(): void
  /** Resolves when no job is due. */
  drained(): Promise<void>
  /** Finishes the jobs in hand and stops. */
  close(): Promise<void>
  waiting(): Promise<{ waiting: number; failed: number }>
}

interface Options {
  db: Database
  log: Logger
  now: () => Date
  every?: number
}

interface JobRow {
  id: string
  name: string
  input: string
  attempts: number
}

const batchSize = 10
const leaseMinutes = 5
const mostAttempts = 8

/** Jobs as rows: claimed for a while, tried again with growing pauses, kept with their problem after the last try. */
export function openQueue({ db, log, now, every = 1000 }: Options): JobQueue {
  const handlers = new Map<string, JobHandler>()
  let running: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined
  let closed = false

  const finish = (job: JobRow) => db.transaction(trx => trx('jobs').where({ id: job.id }).delete())
  const postpone = (job: JobRow, error: unknown) => {
    const attempts = job.attempts + 1
    const runAt = new Date(now().getTime() + 2 ** attempts * 15_000).toISOString()
    const problem = error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 2000) : String(error)
    const failedAt = attempts >= mostAttempts ? now().toISOString() : null
    log.warn({ job: job.name, id: job.id, attempts, error }, failedAt ? 'job given up' : 'job failed, will be tried again')
    return db.transaction(trx => trx('jobs').where({ id: job.id }).update({ attempts, runAt, problem, failedAt, leasedUntil: null }))
  }
  const run = async (job: JobRow): Promise<void> => {
    try {
      const handler = handlers.get(job.name)
      if (!handler) throw new Error(`Nothing handles jobs named ${job.name}.`)
      await handler(JSON.parse(job.input))
      await finish(job)
    } catch (error) {
      await postpone(job, error)
    }
  }
  const work = async (): Promise<void> => {
    for (;;) {
      const jobs = closed ? [] : await claimJobs(db, now())
      if (jobs.length === 0) return
      await Promise.all(jobs.map(run))
    }
  }
  const nudge = (): void => {
    if (closed || running) return
    running = work()
      .catch(error => log.error({ error }, 'the job queue could not be read'))
      .finally(() => {
        running = undefined
      })
  }

  return {
    async add(trx, name, input, { key, runAt } = {}) {
      const time = now()
      const row = {
        id: newId(),
        name,
        key: key ?? null,
        input: JSON.stringify(input),
        runAt: (runAt ?? time).toISOString(),
        createdAt: time.toISOString(),
      }
      await trx('jobs').insert(row).onConflict('key').ignore()
    },
    handle(name, handler) {
      if (handlers.has(name)) throw new Error(`There is a handler for jobs named ${name} already.`)
      handlers.set(name, handler)
    },
    start() {
      timer = setInterval(nudge, every)
      timer.unref()
      nudge()
    },
    nudge,
    async drained() {
      // What runs may have looked for jobs before the last one came.
      while (running) await running
      nudge()
      while (running) await running
    },
    async close() {
      closed = true
      clearInterval(timer)
      await running
    },
    async waiting() {
      const rows: { failed: number | string; waiting: number | string }[] = await db('jobs').select(
        db.raw('count(failed_at) as failed'),
        db.raw('count(*) - count(failed_at) as waiting'),
      )
      return { waiting: Number(rows[0]?.waiting ?? 0), failed: Number(rows[0]?.failed ?? 0) }
    },
  }
}

async function claimJobs(db: Database, now: Date): Promise<JobRow[]> {
  const time = now.toISOString()
  const due = (query: Knex.QueryBuilder) =>
    query
      .whereNull('failedAt')
      .where('runAt', '<=', time)
      .where(inner => inner.whereNull('leasedUntil').orWhere('leasedUntil', '<', time))
  const waiting: { id: string }[] = await due(db('jobs').select('id').orderBy('runAt').limit(batchSize))
  if (waiting.length === 0) return []
  const ids = waiting.map(row => row.id)
  const leasedUntil = new Date(now.getTime() + leaseMinutes * 60_000).toISOString()
  return db.transaction(trx => due(trx('jobs').whereIn('id', ids)).update({ leasedUntil }).returning(['id', 'name', 'input', 'attempts']))
}
