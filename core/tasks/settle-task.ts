import type { Knex } from 'knex'
import { defineAction } from '../actions/define-action.ts'
import { idInput } from '../actions/id-input.ts'
import { findTaskDefinition } from '../core-tasks.ts'
import { conflict, notFound } from '../errors.ts'
import { Type } from '../http/type.ts'
import { startTask } from './start-task.ts'
import type { TaskRow } from './task.ts'

/** What is done about one task has this in common. */
const about = { authority: 'operations', permission: 'system', input: idInput } as const

/** Starts long work by its name. */
export const beginTask = defineAction({
  name: 'task.start',
  title: 'Start long work',
  authority: 'operations',
  permission: 'system',
  input: Type.Object({ name: Type.String({ maxLength: 80 }), input: Type.Optional(Type.Record(Type.String(), Type.Unknown())) }),
  look: ({ trx, input: { name } }) => lookAtOpen(trx, name),
  run: ({ site, actor, input: { name, input: given } }) => startTask(site, actor, name, given),
  say: ({ name }) => `${findTaskDefinition(name).title}: started.`,
})

/** Starts long work once more that failed or was stopped, with what it was started with. */
export const retryTask = defineAction({
  name: 'task.retry',
  title: 'Start long work again',
  ...about,
  async look({ trx, input: { id } }) {
    const task = await findTask(trx, id)
    return task ? lookAtOpen(trx, task.name) : {}
  },
  async run({ site, trx, actor, input: { id } }) {
    const task = await findTask(trx, id)
    if (!task) throw notFound('task')
    await startTask(site, actor, task.name, JSON.parse(task.input) as Record<string, unknown>)
  },
  say: (_, changes) => `${titleIn(changes)}: started again.`,
})

/** Stops long work at its next step. What it has done stays done. */
export const cancelTask = defineAction({
  name: 'task.cancel',
  title: 'Stop long work',
  ...about,
  async look({ trx, input: { id } }) {
    const task = await findTask(trx, id)
    return task ? { [`tasks.${task.name}.${id}`]: task.cancelledAt || task.endedAt ? 'stopped' : 'started' } : {}
  },
  async run({ site, trx, actor, input: { id } }) {
    const task = await findTask(trx, id)
    if (!task) throw notFound('task')
    if (task.endedAt) throw conflict('This has ended already.')
    const now = site.now().toISOString()
    // One that nobody works on ends here; one at work learns it at its next step.
    const ended = task.leasedUntil && task.leasedUntil >= now ? {} : { endedAt: now, message: 'Stopped before its end.' }
    await trx('tasks')
      .where({ id })
      .update({ cancelledAt: now, cancelledBy: actor.id ?? null, ...ended })
  },
  say: (_, changes) => `${titleIn(changes)}: stopped.`,
})

async function lookAtOpen(trx: Knex.Transaction, name: string): Promise<Record<string, string>> {
  const open: { id: string }[] = await trx('tasks').where({ name }).whereNull('endedAt').select('id')
  return Object.fromEntries(open.map(({ id }) => [`tasks.${name}.${id}`, 'started']))
}

/** From `tasks.database.tidy.ID`. */
function titleIn(changes: readonly { path: string }[]): string {
  return findTaskDefinition(changes[0]?.path.split('.').slice(1, -1).join('.') ?? '').title
}

function findTask(trx: Knex.Transaction, id: string): Promise<TaskRow | undefined> {
  return trx('tasks').where({ id }).first()
}
