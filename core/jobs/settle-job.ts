import type { Knex } from 'knex'
import { Type } from 'typebox'
import type { Doing } from '../actions/action.ts'
import { defineAction } from '../actions/define-action.ts'
import { conflict, notFound } from '../errors.ts'
import { stateOf } from './list-jobs.ts'

const input = Type.Object({ id: Type.String({ maxLength: 36 }) })

/** Tries a job again at once that failed or was given up. */
export const retryJob = defineAction({
  name: 'job.retry',
  title: 'Try a job again',
  authority: 'operations',
  permission: 'system',
  input,
  look: lookAtJob,
  async run({ site, trx, input: { id } }) {
    await findIdle(trx, id, site.now())
    await trx('jobs').where({ id }).update({ failedAt: null, attempts: 0, problem: null, runAt: site.now().toISOString() })
  },
  say: (_, changes) => `The job ${nameIn(changes)} is tried again.`,
  after: async site => site.jobs.nudge(),
})

/** Throws a job away that need not be done any more. */
export const dropJob = defineAction({
  name: 'job.drop',
  title: 'Throw a job away',
  authority: 'operations',
  permission: 'system',
  input,
  look: lookAtJob,
  async run({ site, trx, input: { id } }) {
    await findIdle(trx, id, site.now())
    await trx('jobs').where({ id }).delete()
  },
  say: (_, changes) => `The job ${nameIn(changes)} is thrown away.`,
})

interface JobRow {
  name: string
  attempts: number
  failedAt: string | null
  leasedUntil: string | null
}

async function lookAtJob({ site, trx, input: { id } }: Doing<{ id: string }>): Promise<Record<string, string>> {
  const job = await findJob(trx, id)
  return job ? { [`jobs.${job.name}.${id}`]: stateOf(job, site.now().toISOString()) } : {}
}

function findJob(trx: Knex.Transaction, id: string): Promise<JobRow | undefined> {
  return trx('jobs').where({ id }).first('name', 'attempts', 'failedAt', 'leasedUntil')
}

/** A job that nobody works on at this moment. */
async function findIdle(trx: Knex.Transaction, id: string, now: Date): Promise<void> {
  const job = await findJob(trx, id)
  if (!job) throw notFound('job')
  if (stateOf(job, now.toISOString()) === 'running') throw conflict('This job is being done at this moment.')
}

function nameIn(changes: readonly { path: string }[]): string {
  return changes[0]?.path.split('.')[1] ?? ''
}
