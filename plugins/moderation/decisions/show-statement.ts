import type { PluginCall } from 'core/api'
import { type Appeal, mayBeShown } from '../appeals/appeal.ts'
import { isStuck, maybeOutsider } from '../appeals/outsider.ts'
import { findCase } from '../cases/case.ts'
import { affected, Refused, type View, type World } from '../moderation.ts'
import { type Decision, type DoneStep, findDecision } from './reverse.ts'
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
    outsider: appeal && (await outsiderView(world, appeal as unknown as Appeal)),
    appeal: appeal && {
      ...appeal,
      isJury: appeal.goesTo === 'jury',
      isOutside: appeal.goesTo === 'outsider',
      isLate: !appeal.outcome && String(appeal.deadline) <= tables.now(),
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

/** Who from outside decides, or may be asked to. */
async function outsiderView(world: World, appeal: Appeal): Promise<View> {
  const found = await maybeOutsider(world, appeal.id)
  const link = found?.code && appeal.goesTo === 'outsider' ? `/moderation/outside/${appeal.id}?code=${found.code}` : ''
  return { name: found?.name ?? '', link, canName: !found?.agreedAt && (await isStuck(world, appeal)) }
}

/** Where a member stands: decisions about them, which of them still count and until when, each with a way to object. Also for who cannot sign in. */
export async function showStanding(world: World, call: PluginCall): Promise<View> {
  const { tables } = world
  const member = await affected(world, call)
  const now = tables.now()
  const rows = await tables.rows<Pick<Decision, 'id' | 'strikeUntil'> & { deadline: string | null; appealOutcome: string | null }>(
    `select d.id, d.reason, d.rule_title as "ruleTitle", d.created_at as "createdAt", d.until, d.strike_until as "strikeUntil", d.group_name as "groupName",
       d.reversed_at as "reversedAt", a.deadline, a.outcome as "appealOutcome"
     from moderation_decisions d left join moderation_appeals a on a.decision_id = d.id
     where d.member_id = ? and d.outcome = 'acted' order by d.id desc limit 50`,
    [member.id],
  )
  const decisions = rows.map(row => ({
    ...row,
    counts: (row.strikeUntil ?? '') > now,
    isAsked: row.deadline !== null && !row.appealOutcome,
  }))
  const counting = decisions.filter(({ counts }) => counts)
  return {
    decisions,
    strikes: counting.length,
    clearAt:
      counting
        .map(({ strikeUntil }) => strikeUntil ?? '')
        .sort()
        .at(-1) ?? '',
    pass: call.member ? '' : call.input.pass,
  }
}
