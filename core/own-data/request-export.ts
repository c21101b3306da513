import { type Actor, isMember } from '../actor.ts'
import { newId } from '../db/new-id.ts'
import { conflict, unauthorized } from '../errors.ts'
import type { Site } from '../site.ts'
import { addTask, isOpen } from '../tasks/start-task.ts'

/** Asks for everything the site knows about oneself. It is packed in the background; one at a time. */
export async function requestExport(site: Site, actor: Actor): Promise<string> {
  if (!isMember(actor)) throw unauthorized()
  return site.db.transaction(async trx => {
    if (await isOpen(trx, 'own-data.export', actor.id)) throw conflict('Your data are being packed already. Look again in a few minutes.')
    const id = newId()
    await trx('own_exports').insert({ id, memberId: actor.id, createdAt: site.now().toISOString() })
    await addTask(site, trx, { name: 'own-data.export', subject: actor.id, input: { id }, startedBy: actor.id })
    return id
  })
}
