import type { Decision } from '../decisions/reverse.ts'
import type { World } from '../moderation.ts'
import { addSignal } from './add-signal.ts'

/** An entry that was hidden until its author edits it comes back into the queue when that has happened. Doing it twice does no harm. */
export async function noticeEdit(world: World, entryId: string): Promise<void> {
  const { host, tables } = world
  const asked = await tables<{ entryId: string; decisionId: string; hash: string }>('moderation_edit_requests').where({ entryId }).first()
  if (!asked) return
  const subject = await host.subjects.find('entry', entryId)
  if (!subject || subject.isRemoved || subject.hash === asked.hash) return
  const decision = await tables<Decision>('moderation_decisions').where({ id: asked.decisionId }).first('rule', 'reason')
  await addSignal(world, subject, {
    kind: 'edited',
    source: 'filter',
    sourceId: 'edit',
    sourceName: 'Edited, as it was asked for',
    rule: decision?.rule ?? null,
    reason: decision?.reason ?? '',
    weight: 8,
  })
}
