import type { World } from '../moderation.ts'

interface Told {
  id: string
  caseId: string
  memberId: string | null
  outcome: 'kept' | 'acted'
}

/** Tells the member what was decided about them, and who reported it what came of it. */
export async function tellDecision({ host, tables }: World, decisionId: string): Promise<void> {
  const decision: Told | undefined = await tables<Told>('moderation_decisions')
    .where({ id: decisionId })
    .first('id', 'caseId', 'memberId', 'outcome')
  if (!decision) return
  const { caseId, memberId, outcome } = decision
  if (memberId && outcome === 'acted')
    await host.notify({ to: memberId, kind: 'decided', about: decisionId, url: `/moderation/statements/${decisionId}` })
  const reporters = await tables<{ caseId: string; source: string; sourceId: string }>('moderation_signals')
    .where({ caseId, source: 'member' })
    .limit(500)
    .select('sourceId')
  const kind = outcome === 'acted' ? 'report-acted' : 'report-kept'
  await host.notify({ to: reporters.map(({ sourceId }) => sourceId), kind, about: decisionId, url: '/moderation/reports' })
}
