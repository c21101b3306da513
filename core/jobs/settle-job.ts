import type { Knex } from 'knex'
import type { Doing } from '../actions/action.ts'
import { defineAction } from '../actions/define-action.ts'
import { idInput } from '../actions/id-input.ts'
import { subjectOf } from '../actions/subject-of.ts'
import { conflict, notFound } from '../errors.ts'
import { Type } from '../http/type.ts'
import { stateOf } from './list-jobs.ts'

/** What is done about one job has this in common. */
const about = { authority: 'operations', permission: 'system', input: idInput, look: lookAtJob } as const

/** Tries a job again at once that failed or was given up. */
export const retryJob = defineAction({
  name: 'job.retry',
  title: 'Try a job again',
  ...about,
  async run({ site, trx, input: { id } }) {
    await findIdle(trx, id, site.now())
    await trx('jobs').where({ id }).update(triedAgain(site.now()))
  },
  say: (_, changes) => `The job ${subjectOf(changes)} is tried again.`,
  after: async site => site.jobs.nudge(),
})

/** Tries all jobs again at once that were given up. */
export const retryGivenUp = defineAction({
  name: 'job.retry-given-up',
  title: 'Try all given-up jobs again',
  authority: 'operations',
  permission: 'system',
  input: Type.Object({}),
  async look({ trx }) {
    const rows: { name: string; n: number | string }[] = await trx('jobs')
      .whereNotNull('failedAt')
      .groupBy('name')
      .select('name')
      .count({ n: '*' })
    return Object.fromEntries(rows.map(({ name, n }) => [`jobs.${name}.given up`, Number(n)]))
  },
  async run({ site, trx }) {
    await trx('jobs').whereNotNull('failedAt').update(triedAgain(site.now()))
  },
  say: (_, changes) => `Tried again: ${changes.map(change => `${change.before} × ${subjectOf([change])}`).join(', ')}.`,
  after: async site => site.jobs.nudge(),
})

/** Throws a job away that need not be done any more. */
export const dropJob = defineAction({
  name: 'job.drop',
  title: 'Throw a job away',
  ...about,
  async run({ site, trx, input: { id } }) {
    await findIdle(trx, id, site.now())
    await trx('jobs').where({ id }).delete()
  },
  say: (_, changes) => `The job ${subjectOf(changes)} is thrown away.`,
})

function triedAgain(now: Date): object {
  return { failedAt: null, attempts: 0, problem: null, runAt: now.toISOString() }
}

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
