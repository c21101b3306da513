import type { Knex } from 'knex'
import { may } from '../actions/permissions.ts'
import { type Actor, isMember } from '../actor.ts'
import { findTaskDefinition } from '../core-tasks.ts'
import { newId } from '../db/new-id.ts'
import { conflict, forbidden } from '../errors.ts'
import { readInput } from '../http/schema.ts'
import type { Site } from '../site.ts'

/**
 * Starts long work in the background, in the transaction of the caller when there is one. Returns the id of the task; its progress is
 * at `/admin/tasks`. Throws conflict while one of the same name runs.
 */
export async function startTask(site: Site, actor: Actor, name: string, given: Record<string, unknown> = {}): Promise<string> {
  const { permission, title, input: schema } = findTaskDefinition(name)
  if (!may(actor, permission)) throw forbidden(`${title}: this needs the permission "${permission}".`)
  const input = readInput(schema, given)
  const id = newId()
  await site.db.transaction(async trx => {
    if (await isOpen(trx, name)) throw conflict(`${title}: this is being done already. See its progress under Tasks.`)
    const startedBy = isMember(actor) ? actor.id : null
    await trx('tasks').insert({ id, name, input: JSON.stringify(input), startedBy, createdAt: site.now().toISOString() })
    await site.jobs.add(trx, 'run-task', { id })
  })
  return id
}

/** Whether a task of this name waits or runs. */
export async function isOpen(db: Knex, name: string): Promise<boolean> {
  return (await db('tasks').where({ name }).whereNull('endedAt').first('id')) !== undefined
}
