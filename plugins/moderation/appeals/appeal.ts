import type { PluginMember, Standing, Subject } from 'core/api'
import { addSignal } from '../cases/add-signal.ts'
import { findCase } from '../cases/case.ts'
import { type Decision, findDecision } from '../decisions/reverse.ts'
import { inDays, newId, Refused, type World } from '../moderation.ts'
import { drawJury } from './draw-jury.ts'

export interface Appeal {
  id: string
  decisionId: string
  memberId: string
  text: string
  goesTo: 'moderator' | 'jury' | 'outsider'
  deadline: string
  outcome: 'upheld' | 'reversed' | null
  answer: string | null
  decidedBy: string | null
  createdAt: string
  decidedAt: string | null
}

/** Days in which another moderator should answer. */
export const moderatorDays = 7
/** Rules about what must not be shown around: other people's privacy, minors. */
const unshowable = new Set([3, 4])

/** Whether a jury may see what a decision is about. */
export function mayBeShown({ private: isPrivate, rule }: Pick<Decision, 'private' | 'rule'>): boolean {
  return !isPrivate && (rule === null || !unshowable.has(rule))
}

/**
 * The member objects to a decision about them, once. Another moderator than who decided looks at it, or a jury drawn by lot; where there is no
 * other moderator, a jury, and the other way round.
 */
export async function appeal(
  world: World,
  { id, text, to }: { id: string; text: string; to: 'moderator' | 'jury' },
  member: PluginMember,
): Promise<string> {
  const { tables, host } = world
  const decision = await findDecision(world, id)
  if (decision.memberId !== member.id) throw new Refused('There is no such decision about you.')
  if (decision.outcome !== 'acted' || decision.reversedAt) throw new Refused('There is nothing left to object to.')
  if (decision.createdAt < inDays(world, -world.settings.appealDays)) throw new Refused('The time for objecting to this decision is over.')
  if (await tables('moderation_appeals').where({ decisionId: id }).first('id')) throw new Refused('You have objected already.')
  const moderators = await otherModerators(world, decision, member.id)
  const jury = mayBeShown(decision) && (to === 'jury' || moderators.length === 0) ? await drawJury(world, decision) : []
  if (to === 'jury' && jury.length === 0 && !mayBeShown(decision))
    throw new Refused('What this is about must not be shown around. Another moderator looks at it.')
  const goesTo = jury.length > 0 ? 'jury' : 'moderator'
  const appealId = newId(world)
  const deadline = inDays(world, goesTo === 'jury' ? world.settings.juryDays : moderatorDays)
  await tables.transaction(async trx => {
    const at = trx.now()
    await trx('moderation_appeals').insert({
      id: appealId,
      decisionId: id,
      memberId: member.id,
      text: text.trim(),
      goesTo,
      deadline,
      createdAt: at,
    })
    if (jury.length === 0) return
    await trx('moderation_seats').insert(jury.map(memberId => ({ id: newId(world), appealId, memberId, createdAt: at })))
    await trx('moderation_jurors').whereIn('memberId', jury).update({ calledAt: at })
  })
  await openAppealCase(world, { decision, appealId, text, member })
  if (jury.length > 0)
    await host.notify({ to: jury, kind: 'jury', about: appealId, values: { deadline }, url: `/moderation/juries/${appealId}` })
  return goesTo === 'jury' ? 'A jury drawn by lot looks at it.' : 'Another moderator looks at it.'
}

/** Moderators who had no part in a decision, and whom it is not about. */
export async function otherModerators({ host }: World, { byId }: Pick<Decision, 'byId'>, memberId: string): Promise<Standing[]> {
  return (await host.subjects.holding('content')).filter(one => one.id !== byId && one.id !== memberId)
}

/** Stands in the queue with what the decision was about, as it was then. */
async function openAppealCase(
  world: World,
  { decision, appealId, text, member }: { decision: Decision; appealId: string; text: string; member: PluginMember },
): Promise<void> {
  const { evidence } = await findCase(world, decision.caseId)
  const signal = {
    source: 'member',
    sourceId: member.id,
    sourceName: `@${member.handle}`,
    rule: decision.rule,
    reason: text.trim(),
    weight: 10,
  } as const
  await addSignal(world, JSON.parse(evidence) as Subject, { kind: 'appeal', appealId, ...signal })
}
