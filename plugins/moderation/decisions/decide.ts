import type { PluginMember } from 'core/api'
import { type Case, checkUninvolved, findCase, keyOf } from '../cases/case.ts'
import { inDays, newId, Refused, type World } from '../moderation.ts'
import { type Deed, deedOfKeeping, type StepTarget, stepsFor } from './steps.ts'
import { tellDecision } from './tell-decision.ts'

export interface DecideInput {
  id: string
  /** As it was read: a case that changed since is read again first. */
  version: number
  /** Ids of steps; none keeps the subject as it is. */
  steps: string[]
  /** Number of the community rule; 0 for none. */
  rule: number
  reason: string
  days: number
  /** The other open cases of this member too. */
  all: boolean
}

interface Doing {
  step: string
  deed: Deed
  undo?: Deed
}

interface Done extends Doing {
  summary: string
  auditId?: string
}

/**
 * Decides a case: everything that is to be done is tried first, then the case is closed for everybody else, then it is done. What fails in between is
 * taken back and the case is open again. Returns the ids of the decisions, one for each case.
 */
export async function decide(world: World, input: DecideInput, member: PluginMember): Promise<string[]> {
  const first = await findCase(world, input.id)
  if (first.kind === 'appeal') throw new Refused('An objection is decided by its own form.')
  await checkOpen(first, input.version, member.id, world.tables.now())
  await checkUninvolved(world, first, member.id)
  const rule = await findRule(world, input)
  const others = input.all && first.memberId ? await openCasesOf(world, first, member.id) : []
  const known = new Set(await world.host.subjects.actionNames())
  const plans = [first, ...others].map((one, index) => ({ one, doings: plan(one, input, rule?.title ?? '', known, index === 0) }))
  const why = [rule && `Rule ${rule.number}, ${rule.title}`, input.reason.trim()].filter(Boolean).join(': ')
  for (const { doings } of plans)
    for (const { deed } of doings)
      await world.host.act(deed.name, deed.input, { as: member.id, reason: why || 'It is fine.', dryRun: true })

  const decided: string[] = []
  for (const { one, doings } of plans) {
    if (one !== first && input.steps.length > 0 && doings.length === 0) continue
    decided.push(await carryOut(world, { one, doings, input, rule, why, member }))
  }
  return decided
}

async function checkOpen({ state, version, claimedBy, claimedUntil }: Case, asked: number, memberId: string, now: string): Promise<void> {
  if (state !== 'open') throw new Refused('Somebody else has decided this case already.')
  if (version !== asked) throw new Refused('This case has changed since you opened it. Look at it again before you decide.')
  if (claimedBy && claimedBy !== memberId && claimedUntil && claimedUntil > now)
    throw new Refused('Another moderator is at work on this case.')
}

type FoundRule = { number: number; title: string; version: number } | undefined

async function findRule({ host }: World, { rule, steps, reason }: DecideInput): Promise<FoundRule> {
  if (steps.length > 0 && !reason.trim()) throw new Refused('Say why. The member reads it, and it stands in the moderation log.')
  if (rule === 0) return undefined
  const found = (await host.subjects.rules()).find(({ number }) => number === rule)
  if (!found) throw new Refused('There is no such rule.')
  return found
}

async function openCasesOf({ tables }: World, { id, memberId }: Case, deciderId: string): Promise<Case[]> {
  const reported = tables('moderation_signals').where({ source: 'member', sourceId: deciderId }).select('caseId')
  return tables<Case>('moderation_cases')
    .where({ memberId, state: 'open' })
    .whereNot({ id })
    .whereNot({ kind: 'appeal' })
    .whereNotIn('id', reported)
    .orderBy('id')
    .limit(100)
    .select('*')
}

/** What is to be done about one case. What is about the member is done once. */
function plan(one: Case, { steps, days }: DecideInput, rule: string, known: ReadonlySet<string>, isFirst: boolean): Doing[] {
  if (steps.length === 0) {
    const deed = deedOfKeeping(one)
    return deed ? [{ step: 'keep', deed }] : []
  }
  const target: StepTarget = { subjectKind: one.subjectKind, subjectId: one.subjectId, handle: one.memberHandle ?? '', days, rule }
  const fitting = stepsFor(one, known)
  const unknown = isFirst ? steps.find(id => !fitting.some(step => step.id === id)) : undefined
  if (unknown) throw new Refused(`“${unknown}” cannot be done here.`)
  return fitting
    .filter(step => steps.includes(step.id) && (isFirst || !step.aboutMember))
    .map(step => ({ step: step.id, deed: step.deed(target), ...(step.undo && { undo: step.undo(target) }) }))
}

interface Carried {
  one: Case
  doings: Doing[]
  input: DecideInput
  rule: FoundRule
  why: string
  member: PluginMember
}

async function carryOut(world: World, carried: Carried): Promise<string> {
  const { one, doings, why, member } = carried
  const id = newId(world)
  await close(world, one, member.id)
  const done: Done[] = []
  try {
    for (const doing of doings) {
      const { summary, auditId } = await world.host.act(doing.deed.name, doing.deed.input, {
        as: member.id,
        reason: why || 'It is fine.',
        key: `${id}:${doing.step}`,
      })
      done.push({ ...doing, summary, ...(auditId && { auditId }) })
    }
  } catch (error) {
    for (const { undo } of done.toReversed())
      if (undo) await world.host.act(undo.name, undo.input, { as: member.id, reason: 'The decision could not be carried out.' })
    await world.tables.transaction(trx =>
      trx('moderation_cases')
        .where({ id: one.id })
        .update({ state: 'open', openKey: one.openKey, closedAt: null, closedBy: null, version: trx.raw('version + 1') }),
    )
    throw error
  }
  await write(world, id, carried, done)
  await tellDecision(world, id)
  return id
}

/** From here on nobody else decides it. */
async function close({ tables }: World, { id, version }: Case, memberId: string): Promise<void> {
  const at = tables.now()
  const closed = await tables.transaction(trx =>
    trx('moderation_cases')
      .where({ id, version, state: 'open' })
      .update({
        state: 'closed',
        openKey: null,
        closedAt: at,
        closedBy: memberId,
        changedAt: at,
        claimedBy: null,
        claimedUntil: null,
        version: version + 1,
      }),
  )
  if (Number(closed) === 0) throw new Refused('Somebody else has just changed this case. Look at it again before you decide.')
}

async function write(world: World, id: string, { one, input, rule, member }: Carried, done: readonly Done[]): Promise<void> {
  const { settings, tables } = world
  const at = tables.now()
  const isActed = input.steps.length > 0
  const isTimed = done.some(({ deed }) => 'days' in deed.input)
  await tables.transaction(async trx => {
    await trx('moderation_decisions').insert({
      id,
      caseId: one.id,
      subjectKind: one.subjectKind,
      subjectId: one.subjectId,
      memberId: one.memberId,
      memberHandle: one.memberHandle,
      byId: member.id,
      byName: member.name,
      outcome: isActed ? 'acted' : 'kept',
      rule: rule?.number ?? null,
      ruleVersion: rule?.version ?? null,
      ruleTitle: rule?.title ?? null,
      reason: input.reason.trim(),
      automated: await pointedOutBy(trx, one.id),
      until: isTimed ? inDays(world, input.days) : null,
      strikeUntil: isActed && one.memberId ? inDays(world, settings.strikeDays) : null,
      private: (JSON.parse(one.evidence) as { isPrivate?: boolean }).isPrivate ? 1 : 0,
      createdAt: at,
    })
    if (done.length > 0)
      await trx('moderation_steps').insert(
        done.map(({ step, deed, undo, summary, auditId }) => ({
          id: newId(world),
          decisionId: id,
          step,
          action: deed.name,
          undo: undo ? JSON.stringify(undo) : null,
          summary,
          auditId: auditId ?? null,
          createdAt: at,
        })),
      )
    if (!isActed)
      await trx('moderation_cleared')
        .insert({ subject: keyOf(one.subjectKind, one.subjectId), hash: one.subjectHash, createdAt: at })
        .onConflict(['subject', 'hash'])
        .ignore()
  })
}

/** The rule or filter that opened the case, when no person did. */
async function pointedOutBy(trx: World['tables'], caseId: string): Promise<string | null> {
  const signals = await trx<{ caseId: string; source: string; sourceName: string }>('moderation_signals')
    .where({ caseId })
    .orderBy('id')
    .select('source', 'sourceName')
  return signals.every(({ source }) => source === 'rule' || source === 'filter') ? (signals[0]?.sourceName ?? null) : null
}
