import type { Static } from 'typebox'
import type { Actor } from '../actor.ts'
import { conflict } from '../errors.ts'
import { Type } from '../http/type.ts'
import type { Site } from '../site.ts'
import { findBatch } from './import-batch.ts'

export const batchInput = Type.Object({ id: Type.String({ maxLength: 36 }) })
export type BatchInput = Static<typeof batchInput>

/** Stops the work on an archive at its next step. What is in stays in; it can be gone on with. */
export async function stopBatch(site: Site, actor: Actor, input: BatchInput): Promise<void> {
  const batch = await findBatch(site.db, actor.id, input.id)
  const now = site.now().toISOString()
  await site.db.transaction(async trx => {
    const open = trx('tasks').where({ name: 'imports.work', subject: batch.id }).whereNull('endedAt')
    const row: { id: string; leasedUntil: string | null } | undefined = await open.first('id', 'leasedUntil')
    if (!row) throw conflict('Nothing is being done with this archive.')
    // One that nobody works on ends here; one at work learns it at its next step.
    const ended = row.leasedUntil && row.leasedUntil >= now ? {} : { endedAt: now }
    await trx('tasks')
      .where({ id: row.id })
      .update({ cancelledAt: now, cancelledBy: batch.memberId, ...ended })
  })
}
