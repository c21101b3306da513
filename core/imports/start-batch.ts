import type { Static } from 'typebox'
import type { Actor } from '../actor.ts'
import { conflict } from '../errors.ts'
import { Type } from '../http/type.ts'
import type { Site } from '../site.ts'
import { addTask, isOpen } from '../tasks/start-task.ts'
import { findBatch } from './import-batch.ts'

export const startBatchInput = Type.Object({
  id: Type.String({ maxLength: 36 }),
  /** Brings in answers to others as well. */
  replies: Type.Optional(Type.Literal('yes')),
})
export type StartBatchInput = Static<typeof startBatchInput>

/** Begins to bring in what was found in an archive, or goes on where the work stopped. It is done in the background. */
export async function startBatch(site: Site, actor: Actor, input: StartBatchInput): Promise<void> {
  const batch = await findBatch(site.db, actor.id, input.id)
  await site.db.transaction(async trx => {
    if (batch.endedAt) throw conflict('This archive is in already.')
    if (batch.takenBackAt) throw conflict('This archive was taken back. Bring it again.')
    if (!batch.file) throw conflict('The file was deleted, because nothing happened for a week. Bring it again.')
    if (await isOpen(trx, 'imports.work', batch.id)) throw conflict('This is being done already.')
    const now = site.now().toISOString()
    // One that could not be looked through is looked through again.
    const begun = batch.readAt && !batch.startedAt ? { startedAt: now, withRepliesAt: input.replies ? now : null } : {}
    await trx('import_batches')
      .where({ id: batch.id })
      .update({ problem: null, ...begun })
    await addTask(site, trx, { name: 'imports.work', subject: batch.id, input: { batchId: batch.id }, startedBy: batch.memberId })
  })
}
