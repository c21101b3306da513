import type { PluginMember } from 'core/api'
import { type Case, keyOf } from '../cases/case.ts'
import { inDays, newId, Outdated, type World } from '../moderation.ts'
import { overrule } from '../rules/overrule.ts'
import { learnSoon } from '../spam/learn.ts'
import { kindOf } from './step-words.ts'
import type { Deed } from './steps.ts'
import { tellDecision } from './tell-decision.ts'

export type FoundRule = { number: number; title: string; version: number } | undefined

/** One step as it is to be done. */
export interface Doing {
  step: string
  deed: Deed
  /** After which it is over; 0 for never. */
  days: number
  /** Whether the site ends it by itself. */
  endsAlone?: boolean
  undo?: Deed
}

interface Done extends Doing {
  summary: string
  auditId?: string
}

export interface Carried {
  one: Case
  doings: readonly Doing[]
  input: { steps: readonly string[]; reason: string }
  rule: FoundRule
  why: string
  member: PluginMember
  /** Whose admins decide, where it is not the site's moderators. */
  group?: { id: string; name: string }
  /** The case stays open for others. */
  staysOpen?: boolean
}

/** Closes a case, does what was decided, writes it down and tells who is concerned. What fails in between is taken back. Returns the decision's id. */
export async function carryOut(world: World, carried: Carried): Promise<string> {
  const { one, member, staysOpen = false } = carried
  const id = newId(world)
  await close(world, one, member.id, staysOpen)
  const done = await doAll(world, id, carried)
  await write(world, id, carried, done)
  if (carried.input.steps.length === 0) await overrule(world, one)
  await learnSoon(world)
  await tellDecision(world, id)
  return id
}

async function doAll({ host, tables }: World, id: string, { one, doings, why, member }: Carried): Promise<Done[]> {
  const done: Done[] = []
  try {
    for (const doing of doings) {
      const acted = await host.act(doing.deed.name, doing.deed.input, { as: member.id, reason: why, key: `${id}:${doing.step}` })
      // What was so before stays so when this is taken back.
      const undo = acted.changes.length > 0 ? (doing.undo ?? acted.undo) : undefined
      const { undo: _, ...rest } = doing
      done.push({ ...rest, summary: acted.summary, ...(undo && { undo }), ...(acted.auditId && { auditId: acted.auditId }) })
    }
  } catch (error) {
    for (const { undo } of done.toReversed())
      if (undo) await host.act(undo.name, undo.input, { as: member.id, reason: 'The decision could not be carried out.' })
    await tables.transaction(trx =>
      trx('moderation_cases')
        .where({ id: one.id })
        .update({ state: 'open', openKey: one.openKey, closedAt: null, closedBy: null, version: trx.raw('version + 1') }),
    )
    throw error
  }
  return done
}

/** From here on nobody else decides it. */
async function close({ tables }: World, { id, version }: Case, memberId: string, staysOpen: boolean): Promise<void> {
  const at = tables.now()
  const closing = { state: 'closed', openKey: null, closedAt: at, closedBy: memberId }
  const closed = await tables.transaction(trx =>
    trx('moderation_cases')
      .where({ id, version, state: 'open' })
      .update({ ...(!staysOpen && closing), changedAt: at, claimedBy: null, claimedUntil: null, version: version + 1 }),
  )
  if (Number(closed) === 0) throw new Outdated('Somebody else has just changed this case. Look at it again before you decide.')
}

async function write(world: World, id: string, carried: Carried, done: readonly Done[]): Promise<void> {
  const { one, input, group } = carried
  const at = world.tables.now()
  const untils = done.map(({ days }) => (days > 0 ? inDays(world, days) : null))
  const until = untils.toSorted().findLast(one => one !== null) ?? null
  const asked = done.find(({ step }) => step === 'ask-edit')
  const now = asked && (await world.host.subjects.find('entry', one.subjectId))
  await world.tables.transaction(async trx => {
    await trx('moderation_decisions').insert({ ...(await rowOf(world, trx, carried)), id, until, createdAt: at })
    if (done.length > 0)
      await trx('moderation_steps').insert(
        done.map(({ step, deed, undo, summary, auditId, endsAlone }, index) => ({
          id: newId(world),
          decisionId: id,
          step: kindOf(step),
          about: step.split(':')[1] ?? null,
          action: deed.name,
          undo: undo ? JSON.stringify(undo) : null,
          summary,
          auditId: auditId ?? null,
          until: untils[index],
          undoAt: endsAlone || !undo ? null : untils[index],
          createdAt: at,
        })),
      )
    if (asked)
      await trx('moderation_edit_requests')
        .insert({ entryId: one.subjectId, decisionId: id, hash: now?.hash ?? one.subjectHash, createdAt: at })
        .onConflict(['entryId'])
        .merge()
    else if (one.kind === 'edited') await trx('moderation_edit_requests').where({ entryId: one.subjectId }).delete()
    if (input.steps.length === 0 && !group)
      await trx('moderation_cleared')
        .insert({ subject: keyOf(one.subjectKind, one.subjectId), hash: one.subjectHash, createdAt: at })
        .onConflict(['subject', 'hash'])
        .ignore()
  })
}

async function rowOf(world: World, trx: World['tables'], { one, input, rule, member, group }: Carried): Promise<Record<string, unknown>> {
  const isActed = input.steps.length > 0
  const { subjectKind, subjectId, memberId, memberHandle } = one
  return {
    caseId: one.id,
    ...{ subjectKind, subjectId, memberId, memberHandle },
    byId: member.id,
    byName: member.name,
    groupId: group?.id ?? null,
    groupName: group?.name ?? null,
    outcome: isActed ? 'acted' : 'kept',
    rule: rule?.number ?? null,
    ruleVersion: rule?.version ?? null,
    ruleTitle: rule?.title ?? null,
    reason: input.reason.trim(),
    automated: await pointedOutBy(trx, one.id),
    // What the admins of a group decide counts there alone.
    strikeUntil: isActed && memberId && !group ? inDays(world, world.settings.strikeDays) : null,
    private: (JSON.parse(one.evidence) as { isPrivate?: boolean }).isPrivate ? 1 : 0,
  }
}

/** The rule or filter that opened the case, when no person did. */
async function pointedOutBy(trx: World['tables'], caseId: string): Promise<string | null> {
  const signals = await trx<{ caseId: string; source: string; sourceName: string }>('moderation_signals')
    .where({ caseId })
    .orderBy('id')
    .select('source', 'sourceName')
  return signals.every(({ source }) => source === 'rule' || source === 'filter') ? (signals[0]?.sourceName ?? null) : null
}
