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
  })
}
