import type { PluginMember } from 'core/api'
import { checkUninvolved, findCase, keyOf } from '../cases/case.ts'
import { type Decision, type DoneStep, findDecision, reverse } from '../decisions/reverse.ts'
import { inDays, Refused, type World } from '../moderation.ts'
import { type Appeal, moderatorDays } from './appeal.ts'

export async function findAppeal({ tables }: World, id: string): Promise<Appeal> {
  const found: Appeal | undefined = await tables<Appeal>('moderation_appeals').where({ id }).first()
  if (!found) throw new Refused('There is no such objection.')
  return found
}

/** Another moderator than who decided says whether the decision stands. */
export async function settleAppeal(
  world: World,
  { id, outcome, answer }: { id: string; outcome: 'upheld' | 'reversed'; answer: string },
  member: PluginMember,
): Promise<void> {
  const appeal = await findAppeal(world, id)
  const decision = await findDecision(world, appeal.decisionId)
  if (appeal.outcome) throw new Refused('This was decided already.')
  if (appeal.goesTo !== 'moderator')
    throw new Refused(appeal.goesTo === 'jury' ? 'A jury decides about this.' : 'Somebody from outside decides about this.')
  if (decision.byId === member.id) throw new Refused('You made this decision. Another moderator looks at it.')
  if (appeal.memberId === member.id) throw new Refused('This is your own objection.')
  await checkUninvolved(world, await findCase(world, decision.caseId), member.id)
  await finish(world, { appeal, decision, outcome, answer: answer.trim(), by: member.id })
}

interface Seat {
  appealId: string
  vote: 'reverse' | 'uphold' | null
}

/** One vote of a jury, blind: nobody sees the others' before the end. */
export async function castVote(
  world: World,
  { id, vote, reason }: { id: string; vote: 'reverse' | 'uphold'; reason: string },
  member: PluginMember,
): Promise<void> {
  const { tables } = world
  const appeal = await findAppeal(world, id)
  if (appeal.outcome || appeal.goesTo !== 'jury' || appeal.deadline <= tables.now()) throw new Refused('The vote about this is over.')
  const changed = await tables.transaction(trx =>
    trx('moderation_seats')
      .where({ appealId: id, memberId: member.id })
      .whereNull('vote')
      .update({ vote, reason: reason.trim(), votedAt: trx.now() }),
  )
  if (Number(changed) === 0) throw new Refused('You are not on this jury, or have voted already.')
  await countJury(world, appeal)
}

/** Ends the work of a jury when its result cannot change any more, or when its time is over. */
export async function countJury(world: World, appeal: Appeal): Promise<void> {
  const { tables } = world
  const seats = await tables<Seat>('moderation_seats').where({ appealId: appeal.id }).select('vote')
  const decision = await findDecision(world, appeal.decisionId)
  const result = resultOf(
    seats.map(({ vote }) => vote),
    { isOver: appeal.deadline <= tables.now(), isHeavy: await isHeavy(world, decision) },
  )
  if (result === 'open') return
  if (result === 'too few') {
    // Nobody waits for those who do not come: a moderator answers instead.
    await tables.transaction(trx =>
      trx('moderation_appeals')
        .where({ id: appeal.id })
        .whereNull('outcome')
        .update({ goesTo: 'moderator', deadline: inDays(world, moderatorDays) }),
    )
    return
  }
  const answer = result === 'reversed' ? 'The jury decided that it does not stand.' : 'The jury decided that it stands.'
  await finish(world, { appeal, decision, outcome: result, answer })
}

const closing = ['silence', 'suspend', 'remove-member']

/** What keeps somebody out for more than a month, or for good, stands only when two thirds say so. */
async function isHeavy({ tables }: World, { id, createdAt }: Decision): Promise<boolean> {
  const steps = await tables<DoneStep>('moderation_steps').where({ decisionId: id }).whereIn('step', closing).select('until')
  return steps.some(({ until }) => until === null || Date.parse(until) - Date.parse(createdAt) > 30 * 86_400_000)
}

/** The result of a jury's votes; open as long as it can change. */
export function resultOf(
  votes: readonly ('reverse' | 'uphold' | null)[],
  { isOver, isHeavy }: { isOver: boolean; isHeavy: boolean },
): 'reversed' | 'upheld' | 'too few' | 'open' {
  const [against, stands] = [votes.filter(vote => vote === 'reverse').length, votes.filter(vote => vote === 'uphold').length]
  const missing = votes.length - against - stands
  const falls = (reverse: number, uphold: number): boolean => (isHeavy ? uphold * 3 < (reverse + uphold) * 2 : reverse > uphold)
  // Whatever those who have not voted say.
  const isSure = falls(against, stands + missing) === falls(against + missing, stands)
  if (isSure || missing === 0) return falls(against, stands) ? 'reversed' : 'upheld'
  if (!isOver) return 'open'
  if ((against + stands) * 3 < votes.length * 2) return 'too few'
  return falls(against, stands) ? 'reversed' : 'upheld'
}

interface Finished {
  appeal: Appeal
  decision: Decision
  outcome: 'upheld' | 'reversed'
  answer: string
  by?: string
}

/** Writes down how an objection ended, and takes back what does not stand. */
export async function finish(world: World, { appeal, decision, outcome, answer, by }: Finished): Promise<void> {
  const { host, tables } = world
  if (outcome === 'reversed' && !decision.reversedAt) await reverse(world, decision.id, { ...(by && { as: by }), reason: answer })
  const { subjectHash } = await findCase(world, decision.caseId)
  await tables.transaction(async trx => {
    const at = trx.now()
    await trx('moderation_appeals')
      .where({ id: appeal.id })
      .whereNull('outcome')
      .update({ outcome, answer, decidedBy: by ?? null, decidedAt: at })
    await trx('moderation_cases')
      .where({ appealId: appeal.id, state: 'open' })
      .update({ state: 'closed', openKey: null, closedAt: at, closedBy: by ?? null, changedAt: at, version: trx.raw('version + 1') })
    if (outcome !== 'reversed') return
    const subject = keyOf(decision.subjectKind, decision.subjectId)
    await trx('moderation_cleared').insert({ subject, hash: subjectHash, createdAt: at }).onConflict(['subject', 'hash']).ignore()
  })
  await host.notify({ to: appeal.memberId, kind: `appeal-${outcome}`, about: appeal.id, url: `/moderation/statements/${decision.id}` })
}

/** What only time does: juries and people from outside whose days are over, and objections that wait too long. */
export async function tidy(world: World): Promise<void> {
  const { tables } = world
  const due = await tables<Appeal>('moderation_appeals')
    .whereNull('outcome')
    .where({ goesTo: 'jury' })
    .where('deadline', '<=', tables.now())
    .limit(50)
    .select('*')
  for (const one of due) await countJury(world, one as Appeal)
  await tables.transaction(async trx => {
    // Who came from outside did not vote in time: it is the moderators' again, or somebody else is named.
    const late = trx('moderation_appeals').whereNull('outcome').where({ goesTo: 'outsider' }).where('deadline', '<=', trx.now())
    await trx('moderation_outsiders').whereIn('appealId', late.clone().select('id')).delete()
    await late.update({ goesTo: 'moderator', deadline: inDays(world, moderatorDays) })
    // What should have been answered by now is urgent.
    const overdue = trx('moderation_appeals').whereNull('outcome').where('deadline', '<=', trx.now()).select('id')
    await trx('moderation_cases').where({ state: 'open' }).where('priority', '<', 2).whereIn('appealId', overdue).update({ priority: 2 })
  })
}
