import type { PluginCall } from 'core/api'
import { mayBeShown } from '../appeals/appeal.ts'
import { findCase } from '../cases/case.ts'
import { affected, Refused, type View, type World } from '../moderation.ts'
import { type DoneStep, findDecision } from './reverse.ts'
import { wordsOf } from './step-words.ts'

/** The statement of reasons: what was decided about a member, why, by which rule, and how to object. */
export async function showStatement(world: World, call: PluginCall): Promise<View> {
  const { tables } = world
  const member = await affected(world, call)
  const decision = await findDecision(world, String(call.input.id))
  if (decision.memberId !== member.id || decision.outcome !== 'acted') throw new Refused('There is no such decision about you.')
  const [done, appeal, { evidence }] = await Promise.all([
    tables<DoneStep>('moderation_steps').where({ decisionId: decision.id }).orderBy('id').select('step', 'until', 'reversedAt'),
    tables('moderation_appeals').where({ decisionId: decision.id }).first(),
    findCase(world, decision.caseId),
  ])
  const lastDay = new Date(Date.parse(decision.createdAt) + world.settings.appealDays * 86_400_000).toISOString()
  const votes =
    appeal?.outcome && appeal.goesTo === 'jury'
      ? await tables('moderation_seats')
          .where({ appealId: String(appeal.id) })
          .whereNotNull('vote')
          .orderBy('votedAt')
          .select('vote', 'reason')
      : []
  return {
    decision,
    steps: done.map(({ step, until, reversedAt }) => ({ said: wordsOf(step).statement, until, reversedAt, asksEdit: step === 'ask-edit' })),
    isOver: lastDay <= tables.now(),
    subject: JSON.parse(evidence) as object,
    appeal: appeal && {
      ...appeal,
      isJury: appeal.goesTo === 'jury',
      isReversed: appeal.outcome === 'reversed',
      isUpheld: appeal.outcome === 'upheld',
    },
    votes: votes.map(({ vote, reason }) => ({ reason, isAgainst: vote === 'reverse' })),
    canAppeal: !appeal && !decision.reversedAt && lastDay > tables.now(),
    mayGoToJury: mayBeShown(decision),
    pass: call.member ? '' : call.input.pass,
    lastDay,
  }
}

/** Decisions about somebody who may not be able to sign in, each with a way to object. */
export async function showDecisionsAbout(world: World, call: PluginCall): Promise<View> {
  const member = await affected(world, call)
  const decisions = await world
    .tables('moderation_decisions')
    .where({ memberId: member.id, outcome: 'acted' })
    .orderBy('id', 'desc')
    .limit(50)
    .select('id', 'reason', 'createdAt', 'reversedAt')
  return { decisions, pass: call.member ? '' : call.input.pass }
}
