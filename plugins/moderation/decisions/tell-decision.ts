import { inDays, type World } from '../moderation.ts'
import { type Decision, type DoneStep, maybeDecision } from './reverse.ts'
import { wordsOf } from './step-words.ts'

/** Tells the member what was decided about them, as the whole statement of reasons, and who reported it what came of it. */
export async function tellDecision(world: World, decisionId: string): Promise<void> {
  const { host, tables } = world
  const decision = await maybeDecision(world, decisionId)
  if (!decision) return
  const { caseId, memberId, outcome } = decision
  if (memberId && outcome === 'acted') {
    const lines = await statementOf(world, decision)
    await host.notify({ to: memberId, kind: 'decided', about: decisionId, lines, url: `/moderation/statements/${decisionId}` })
  }
  const reporters = await tables<{ caseId: string; source: string; sourceId: string }>('moderation_signals')
    .where({ caseId, source: 'member' })
    .limit(500)
    .select('sourceId')
  const kind = outcome === 'acted' ? 'report-acted' : 'report-kept'
  await host.notify({ to: reporters.map(({ sourceId }) => sourceId), kind, about: decisionId, url: '/moderation/reports' })
}

interface Line {
  text: string
  values?: Record<string, string | number>
}

/** What was done and until when, by which rule and why, whether a machine had a part in it, and how to object. */
async function statementOf(world: World, { id, rule, ruleTitle, reason, automated, groupName }: Decision): Promise<Line[]> {
  const steps = await world.tables<DoneStep>('moderation_steps').where({ decisionId: id }).orderBy('id').select('step', 'until')
  return [
    ...(groupName ? [{ text: 'The admins of {group} decided.', values: { group: groupName } }] : []),
    ...steps.flatMap(({ step, until }) => [
      { text: wordsOf(step).statement },
      ...(until ? [{ text: 'Until {until}', values: { until } }] : []),
    ]),
    ...(rule !== null && ruleTitle ? [{ text: 'Rule {n}: {title}', values: { n: rule, title: ruleTitle } }] : []),
    { text: '{reason}', values: { reason } },
    automated
      ? { text: 'A rule of the site pointed it out ({rule}); a person decided.', values: { rule: automated } }
      : { text: 'No machine had a part in this: people reported it and a person decided.' },
    { text: 'If you think this is wrong, object until {until}.', values: { until: inDays(world, world.settings.appealDays) } },
  ]
}
