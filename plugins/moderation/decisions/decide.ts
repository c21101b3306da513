import type { PluginMember } from 'core/api'
import { type Case, checkUninvolved, findCase } from '../cases/case.ts'
import { checkOpened } from '../cases/open-private.ts'
import { Outdated, Refused, type World } from '../moderation.ts'
import { carryOut, type Doing, type FoundRule } from './carry-out.ts'
import { deedOfKeeping, type StepTarget, stepsFor } from './steps.ts'

export interface DecideInput {
  id: string
  /** As it was read: a case that changed since is read again first. */
  version: number
  /** Ids of steps; none keeps the subject as it is. */
  steps: string[]
  /** Number of the community rule; 0 for none. */
  rule: number
  reason: string
  /** How long the member is kept from something; 0 until it is lifted. */
  days: number
  /** After so many days what was done to the subject is taken back; 0 for never. */
  contentDays: number
  /** What a warning before it says it is: `sensitive`, `violence`, `spoiler` or `other`. */
  label: string
  /** The other open cases of this member too. */
  all: boolean
}

/**
 * Decides a case: everything that is to be done is tried first, then the case is closed for everybody else, then it is done. What fails in between is
 * taken back and the case is open again. Returns the ids of the decisions, one for each case.
 */
export async function decide(world: World, input: DecideInput, member: PluginMember): Promise<string[]> {
  const first = await findCase(world, input.id)
  if (first.kind === 'appeal') throw new Refused('An objection is decided by its own form.')
  checkOpen(first, input.version, member.id, world.tables.now())
  await checkUninvolved(world, first, member.id)
  await checkOpened(world, first, member.id)
  const rule = await findRule(world, input)
  const others = input.all && first.memberId ? await openCasesOf(world, first, member.id) : []
  const known = new Set(await world.host.subjects.actionNames())
  const plans = [first, ...others].map((one, index) => ({ one, doings: plan(one, input, rule?.title ?? '', known, index === 0) }))
  const why = whyOf(rule, input.reason)
  await rehearse(
    world,
    plans.flatMap(({ doings }) => doings),
    { as: member.id, why },
  )
  const decided: string[] = []
  for (const { one, doings } of plans) {
    if (one !== first && input.steps.length > 0 && doings.length === 0) continue
    decided.push(await carryOut(world, { one, doings, input, rule, why, member }))
  }
  return decided
}

/** Throws unless the case is as it was read and nobody else has claimed it. */
export function checkOpen({ state, version, claimedBy, claimedUntil }: Case, asked: number, memberId: string, now: string): void {
  if (state !== 'open') throw new Outdated('Somebody else has decided this case already.')
  if (version !== asked) throw new Outdated('This case has changed since you opened it. Look at it again before you decide.')
  if (claimedBy && claimedBy !== memberId && claimedUntil && claimedUntil > now)
    throw new Refused('Another moderator is at work on this case.')
}

/** The rule that was named, as it holds now. What is done needs a reason. */
export async function findRule(
  { host }: World,
  { rule, steps, reason }: Pick<DecideInput, 'rule' | 'steps' | 'reason'>,
): Promise<FoundRule> {
  if (steps.length > 0 && !reason.trim()) throw new Refused('Say why. The member reads it, and it stands in the moderation log.')
  if (rule === 0) return undefined
  const found = (await host.subjects.rules()).find(({ number }) => number === rule)
  if (!found) throw new Refused('There is no such rule.')
  return found
}

export function whyOf(rule: FoundRule, reason: string): string {
  return [rule && `Rule ${rule.number}, ${rule.title}`, reason.trim()].filter(Boolean).join(': ') || 'It is fine.'
}

/** Tries everything, and leaves it as it is. */
export async function rehearse({ host }: World, doings: readonly Doing[], { as, why }: { as: string; why: string }): Promise<void> {
  for (const { deed } of doings) await host.act(deed.name, deed.input, { as, reason: why, dryRun: true })
}

async function openCasesOf({ tables }: World, { id, memberId }: Case, deciderId: string): Promise<Case[]> {
  const reported = tables('moderation_signals').where({ source: 'member', sourceId: deciderId }).select('caseId')
  const opened = tables('moderation_openings').where({ byId: deciderId }).select('caseId')
  return tables<Case>('moderation_cases')
    .where({ memberId, state: 'open' })
    .where(readable => readable.where({ private: 0 }).orWhereIn('id', opened))
    .whereNot({ id })
    .whereNot({ kind: 'appeal' })
    .whereNotIn('id', reported)
    .orderBy('id')
    .limit(100)
    .select('*')
}

/** What is to be done about one case. What is about the member is done once, and what is about a picture only where it is. */
function plan(one: Case, input: DecideInput, rule: string, known: ReadonlySet<string>, isFirst: boolean): Doing[] {
  const { steps, days, contentDays, label } = input
  if (steps.length === 0) {
    const deed = deedOfKeeping(one)
    return deed ? [{ step: 'keep', deed, days: 0 }] : []
  }
  const { subjectKind, subjectId, memberHandle } = one
  const target: StepTarget = { subjectKind, subjectId, handle: memberHandle ?? '', days, rule, label }
  const fitting = stepsFor(one, known)
  const unknown = isFirst ? steps.find(id => !fitting.some(step => step.id === id)) : undefined
  if (unknown) throw new Refused(`“${unknown}” cannot be done here.`)
  return fitting
    .filter(step => steps.includes(step.id) && (isFirst || !step.aboutMember))
    .map(step => ({
      step: step.id,
      deed: step.deed(target),
      days: step.takesDays ? (step.endsAlone ? days : contentDays) : 0,
      endsAlone: step.endsAlone === true,
      ...(step.undo && { undo: step.undo(target) }),
    }))
}
