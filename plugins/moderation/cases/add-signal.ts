import type { PluginTables, Subject } from 'core/api'
import { newId, type World } from '../moderation.ts'
import { type Case, keyOf, priorityOf, type Signal } from './case.ts'

/** What somebody or something says about a subject. */
export interface NewSignal extends Pick<Signal, 'source' | 'sourceId' | 'sourceName' | 'rule' | 'reason' | 'weight'> {
  /** What the case is called when this opens it. */
  kind: string
  appealId?: string
}

/** Adds to the open case of a subject, or opens one with the subject as it is now. The same source counts once. Returns the case's id. */
export async function addSignal(world: World, subject: Subject, signal: NewSignal): Promise<string> {
  const openKey = signal.appealId ? keyOf('appeal', signal.appealId) : keyOf(subject.kind, subject.id)
  return world.tables.transaction(async trx => {
    const caseId = (await openCase(world, trx, openKey, subject, signal)).id
    const { source, sourceId, sourceName, rule, reason, weight } = signal
    await trx('moderation_signals')
      .insert({ id: newId(world), caseId, source, sourceId, sourceName, rule, reason, weight, createdAt: trx.now() })
      .onConflict(['caseId', 'source', 'sourceId'])
      .merge(['rule', 'reason', 'weight'])
    // What was reported and is held now is decided as what is held: keeping it publishes it.
    if (signal.kind === 'held') await trx('moderation_cases').where({ id: caseId }).whereNot({ kind: 'held' }).update({ kind: 'held' })
    await weigh(trx, caseId)
    return caseId
  })
}

async function openCase(world: World, trx: PluginTables, openKey: string, subject: Subject, signal: NewSignal): Promise<{ id: string }> {
  const at = trx.now()
  const id = newId(world)
  const inserted = await trx('moderation_cases')
    .insert({
      id,
      kind: signal.kind.slice(0, 40),
      subjectKind: subject.kind,
      subjectId: subject.id,
      subjectHash: subject.hash,
      memberId: subject.authorId,
      memberHandle: subject.authorHandle,
      private: subject.isPrivate ? 1 : 0,
      // Of what only some may see, nothing stands in a list.
      summary: subject.isPrivate ? '' : summaryOf(subject),
      evidence: JSON.stringify(subject),
      state: 'open',
      score: 0,
      priority: 0,
      openKey,
      appealId: signal.appealId ?? null,
      createdAt: at,
      changedAt: at,
    })
    .onConflict(['openKey'])
    .ignore()
    .returning('id')
  if (inserted.length === 0) return (await trx<Case>('moderation_cases').where({ openKey }).first('id'))!
  if (subject.groupIds.length > 0) await trx('moderation_case_groups').insert(subject.groupIds.map(groupId => ({ groupId, caseId: id })))
  return { id }
}

function summaryOf({ title, text, authorName }: Subject): string {
  return (title || text || authorName || '').replaceAll(/\s+/g, ' ').slice(0, 200)
}

/** Score and priority from all signals of a case. */
async function weigh(trx: PluginTables, caseId: string): Promise<void> {
  const signals = await trx<Signal>('moderation_signals').where({ caseId }).select('weight', 'rule')
  const score = signals.reduce((sum, { weight }) => sum + weight, 0)
  const priority = priorityOf(
    score,
    signals.map(({ rule }) => rule),
  )
  await trx('moderation_cases')
    .where({ id: caseId })
    .update({ score, priority, signals: signals.length, changedAt: trx.now(), version: trx.raw('version + 1') })
}
