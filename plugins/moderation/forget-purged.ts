import type { World } from './moderation.ts'

/** Something was destroyed because it must not exist: what cases keep of it, and what was said about it, goes too. That it was decided about stays. */
export async function forgetPurged(
  { tables }: World,
  { entryIds, commentIds }: { entryIds: string[]; commentIds: string[] },
): Promise<void> {
  const ids = [...entryIds, ...commentIds]
  if (ids.length === 0) return
  await tables.transaction(async trx => {
    const cases = trx('moderation_cases').whereIn('subjectId', ids)
    await trx('moderation_signals').whereIn('caseId', cases.clone().select('id')).update({ reason: '' })
    await trx('moderation_notes').whereIn('caseId', cases.clone().select('id')).update({ text: '' })
    await cases.update({ evidence: '{}', summary: '' })
    await trx('moderation_hits').whereIn('subjectId', ids).update({ why: '' })
    await trx('moderation_prints').whereIn('subjectId', ids).delete()
    const decisions = trx('moderation_decisions').whereIn('subjectId', ids).select('id')
    await trx('moderation_lessons').whereIn('decisionId', decisions).update({ tokens: '[]' })
    // Their examples may be of it; a trial is soon done again.
    await trx('moderation_trials').whereNotNull('endedAt').delete()
  })
}
