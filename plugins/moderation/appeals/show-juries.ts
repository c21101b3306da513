import type { PluginCall } from 'core/api'
import { findCase } from '../cases/case.ts'
import { type DoneStep, findDecision } from '../decisions/reverse.ts'
import { wordsOf } from '../decisions/step-words.ts'
import { asker, Refused, type View, type World } from '../moderation.ts'
import { findAppeal } from './settle-appeal.ts'

/** Whether a member is ready for juries, and those on which they sit. */
export async function showJuries(world: World, call: PluginCall): Promise<View> {
  const { tables, settings } = world
  const member = asker(call)
  const serves = await tables('moderation_jurors').where({ memberId: member.id }).first('since')
  const seats = await tables.rows<{ vote: string | null; outcome: string | null; deadline: string }>(
    `select a.id, a.deadline, a.outcome, s.vote from moderation_seats s join moderation_appeals a on a.id = s.appeal_id
     where s.member_id = ? order by s.created_at desc limit 50`,
    [member.id],
  )
  const now = tables.now()
  return {
    serves: Boolean(serves),
    days: settings.juryMemberDays,
    seats: seats.map(seat => ({
      ...seat,
      isOpen: !seat.outcome && !seat.vote && seat.deadline > now,
      isReversed: seat.outcome === 'reversed',
      isUpheld: seat.outcome === 'upheld',
    })),
  }
}

/** An appeal as its jury sees it: what was said, what was decided and why, what the member says. Not who decided, and not how others vote. */
export async function showJury(world: World, call: PluginCall): Promise<View> {
  const { tables } = world
  const member = asker(call)
  const appeal = await findAppeal(world, String(call.input.id))
  const seat = await tables('moderation_seats').where({ appealId: appeal.id, memberId: member.id }).first('vote', 'reason')
  if (!seat) throw new Refused('You are not on this jury.')
  const decision = await findDecision(world, appeal.decisionId)
  const [{ evidence }, done] = await Promise.all([
    findCase(world, decision.caseId),
    tables<DoneStep>('moderation_steps').where({ decisionId: decision.id }).orderBy('id').select('step', 'until'),
  ])
  const isOpen = !appeal.outcome && appeal.goesTo === 'jury' && appeal.deadline > tables.now()
  return {
    appeal,
    decision: { ...decision, byName: null, byId: null },
    steps: done.map(({ step, until }) => ({ said: wordsOf(step).log, until })),
    subject: JSON.parse(evidence) as object,
    canVote: isOpen && !seat.vote,
    voted: seat.vote,
    isOpen,
  }
}

/** A member says whether they are ready for juries. */
export async function serve({ tables }: World, serves: boolean, memberId: string): Promise<void> {
  await tables.transaction(async trx => {
    if (serves) await trx('moderation_jurors').insert({ memberId, since: trx.now() }).onConflict(['memberId']).ignore()
    else await trx('moderation_jurors').where({ memberId }).delete()
  })
}
