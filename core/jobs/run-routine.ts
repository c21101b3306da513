import { defineAction } from '../actions/define-action.ts'
import { notFound } from '../errors.ts'
import { Type } from '../http/type.ts'
import type { Site } from '../site.ts'
import { isQueued } from './is-queued.ts'

const keyOf = (name: string): string => `run-routine:${name}`

/** Does at once what the site does again and again by itself. A job does it, in one of the processes that serve the site. */
export const runRoutine = defineAction({
  name: 'routine.run',
  title: 'Run a routine now',
  authority: 'operations',
  permission: 'system',
  input: Type.Object({ name: Type.String({ maxLength: 80 }) }),
  look: async ({ trx, input: { name } }) => ({ [`schedule.${name}`]: (await isQueued(trx, keyOf(name))) ? 'runs in a moment' : 'resting' }),
  async run({ site, trx, input: { name } }) {
    if (!site.routines.list().some(routine => routine.name === name)) throw notFound('routine')
    await site.jobs.add(trx, 'run-routine', { name }, { key: keyOf(name) })
  },
  say: ({ name }) => `“${name}” runs in a moment.`,
  after: async site => site.jobs.nudge(),
})

/** The job behind it. How it went stands in the schedule, so that a failure is not tried again here. */
export async function runQueuedRoutine(site: Site, { name }: { name: string }): Promise<void> {
  await site.routines.runNow(name)
}
