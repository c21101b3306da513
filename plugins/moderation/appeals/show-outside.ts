import type { PluginCall } from 'core/api'
import { findCase } from '../cases/case.ts'
import { type DoneStep, findDecision } from '../decisions/reverse.ts'
import { wordsOf } from '../decisions/step-words.ts'
import type { View, World } from '../moderation.ts'
import { findOutside } from './outsider.ts'

/** An objection for somebody from outside who has the link: what a jury sees, and as frozen. */
export async function showOutside(world: World, { input }: PluginCall): Promise<View> {
  const { id, code } = input as { id: string; code: string }
  const { appeal, outsider } = await findOutside(world, id, code)
  const decision = await findDecision(world, appeal.decisionId)
  const [{ evidence }, done] = await Promise.all([
    findCase(world, decision.caseId),
    world.tables<DoneStep>('moderation_steps').where({ decisionId: decision.id }).orderBy('id').select('step', 'until'),
  ])
  return {
    appeal,
    code,
    name: outsider.name,
    decision: { ...decision, byName: null, byId: null },
    steps: done.map(({ step, until }) => ({ said: wordsOf(step).log, until })),
    subject: JSON.parse(evidence) as object,
    canVote: !appeal.outcome && appeal.goesTo === 'outsider' && appeal.deadline > world.tables.now(),
  }
}
