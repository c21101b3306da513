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
  const input = readInput(schema, given) as object
  return site.db.transaction(async trx => {
    if (await isOpen(trx, name)) throw conflict(`${title}: this is being done already. See its progress under Tasks.`)
    return addTask(site, trx, { name, input, startedBy: isMember(actor) ? actor.id : null })
  })
}

/**
 * Puts long work in the queue for a verb that has asked for permission itself. Work of one name goes on side by side when each has a
 * subject of its own.
 */
export async function addTask(
  site: Site,
  trx: Knex.Transaction,
  { name, subject = '', input, startedBy }: { name: string; subject?: string; input: object; startedBy: string | null },
): Promise<string> {
  const id = newId()
  await trx('tasks').insert({ id, name, subject, input: JSON.stringify(input), startedBy, createdAt: site.now().toISOString() })
  await site.jobs.add(trx, 'run-task', { id })
  return id
}

/** Whether a task of this name waits or runs, about this subject where it has one. */
export async function isOpen(db: Knex, name: string, subject = ''): Promise<boolean> {
  return (await db('tasks').where({ name, subject }).whereNull('endedAt').first('id')) !== undefined
}
