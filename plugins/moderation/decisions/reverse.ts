import { Refused, type World } from '../moderation.ts'
import { learnSoon } from '../spam/learn.ts'

export interface Decision {
  id: string
  caseId: string
  subjectKind: string
  subjectId: string
  memberId: string | null
  memberHandle: string | null
  byId: string | null
  byName: string | null
  outcome: 'kept' | 'acted'
  rule: number | null
  ruleVersion: number | null
  ruleTitle: string | null
  reason: string
  automated: string | null
  until: string | null
  strikeUntil: string | null
  private: number
  groupId: string | null
  groupName: string | null
  createdAt: string
  reversedAt: string | null
  reversedBy: string | null
  reversedReason: string | null
}

export interface DoneStep {
  id: string
  decisionId: string
  step: string
  action: string
  undo: string | null
  summary: string
  until: string | null
  undoAt: string | null
  reversedAt: string | null
}

export function maybeDecision({ tables }: World, id: string): Promise<Decision | undefined> {
  return tables<Decision>('moderation_decisions').where({ id }).first() as Promise<Decision | undefined>
}

export async function findDecision(world: World, id: string): Promise<Decision> {
  const found = await maybeDecision(world, id)
  if (!found) throw new Refused('There is no such decision.')
  return found
}

/**
 * Takes everything back that a decision did, the last first. `as` is the moderator who does it; without, a jury has decided, and the site does it
 * by rule. What has run out or was lifted meanwhile is left as it is.
 */
export async function reverse(world: World, decisionId: string, { as, reason }: { as?: string; reason: string }): Promise<void> {
  const { host, tables } = world
  const decision = await findDecision(world, decisionId)
  if (decision.reversedAt) throw new Refused('This was taken back already.')
  if (decision.outcome !== 'acted') throw new Refused('Nothing was done that could be taken back.')
  if (as && decision.memberId === as) throw new Refused('This decision is about you. Somebody else decides about it.')
  const done = await tables<DoneStep>('moderation_steps').where({ decisionId }).whereNull('reversedAt').orderBy('id', 'desc').select('*')
  for (const { id, undo } of done) {
    if (!undo) continue
    const { name, input } = JSON.parse(undo) as { name: string; input: Record<string, unknown> }
    await unlessOver(() => host.act(name, input, { ...(as && { as }), reason, key: `${id}:undo` }))
    await tables.transaction(trx => trx('moderation_steps').where({ id }).update({ reversedAt: trx.now(), undoAt: null }))
  }
  await tables.transaction(async trx => {
    await trx('moderation_decisions')
      .where({ id: decisionId })
      .whereNull('reversedAt')
      .update({ reversedAt: trx.now(), reversedBy: as ?? null, reversedReason: reason, strikeUntil: null })
    await trx('moderation_edit_requests').where({ decisionId }).delete()
  })
  await learnSoon(world)
}

/** What was to end after some days ends: the site does it by rule. For the timer. */
export async function endDueSteps(world: World): Promise<void> {
  const { host, tables } = world
  const due = await tables<DoneStep>('moderation_steps')
    .where('undoAt', '<=', tables.now())
    .orderBy('undoAt')
    .limit(100)
    .select('id', 'undo')
  for (const { id, undo } of due) {
    const { name, input } = JSON.parse(undo ?? '{}') as { name: string; input: Record<string, unknown> }
    await unlessOver(() => host.act(name, input, { reason: 'Its time is over.', key: `${id}:end` }))
    await tables.transaction(trx => trx('moderation_steps').where({ id }).update({ undoAt: null }))
  }
}

async function unlessOver(undo: () => Promise<unknown>): Promise<void> {
  try {
    await undo()
  } catch (error) {
    const { code } = error as { code?: unknown }
    if (code !== 'conflict' && code !== 'not-found') throw error
  }
}
