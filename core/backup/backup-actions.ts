import type { Doing } from '../actions/action.ts'
import { defineAction } from '../actions/define-action.ts'
import { Type } from '../http/type.ts'
import { startTask } from '../tasks/start-task.ts'

const input = Type.Object({ backup: Type.String({ pattern: '^[0-9TZ-]{20}$' }) })

/** Starts to read a backup through; the bar is under Tasks. */
export const beginVerify = defineAction({
  name: 'backup.verify',
  title: 'Verify a backup',
  authority: 'operations',
  permission: 'system',
  input,
  look: ({ trx, input: { backup } }) => lookAtTasks(trx, 'backup.verify', backup),
  async run({ site, actor, input: { backup } }) {
    await startTask(site, actor, 'backup.verify', { backup })
  },
  say: ({ backup }) => `The backup ${backup} is read through. See Tasks.`,
})

/** Starts to restore a backup elsewhere, to open it there and to throw it away. */
export const beginDrill = defineAction({
  name: 'backup.drill',
  title: 'Try to restore a backup',
  authority: 'operations',
  permission: 'system',
  input,
  look: ({ trx, input: { backup } }) => lookAtTasks(trx, 'backup.drill', backup),
  async run({ site, actor, input: { backup } }) {
    await startTask(site, actor, 'backup.drill', { backup })
  },
  say: ({ backup }) => `The backup ${backup} is restored elsewhere to see whether it can be. See Tasks.`,
})

async function lookAtTasks(trx: Doing<unknown>['trx'], name: string, backup: string): Promise<Record<string, string>> {
  const open: { id: string }[] = await trx('tasks').where({ name }).whereNull('endedAt').select('id')
  return Object.fromEntries(open.map(({ id }) => [`tasks.${name}.${backup}.${id}`, 'started']))
}
