import type { PluginMember } from 'core/api'
import type { Case } from '../cases/case.ts'
import { carryOut, type Doing } from '../decisions/carry-out.ts'
import { checkOpen, findRule, rehearse, whyOf } from '../decisions/decide.ts'
import type { Deed } from '../decisions/steps.ts'
import { newId, Refused, type World } from '../moderation.ts'
import { findGroupCase, findRunGroup, type RunGroup } from './group-case.ts'

export interface GroupDecision {
  /** Of the group. */
  handle: string
  /** Of the case. */
  id: string
  version: number
  steps: string[]
  rule: number
  reason: string
  /** For a ban; 0 until it is lifted. */
  days: number
}

interface GroupStep {
  id: string
  label: string
  fits(one: Case): boolean
  deed(one: Case, group: RunGroup, days: number): Deed
}

/** What the admins of a group can do about a case. */
const groupSteps: readonly GroupStep[] = [
  {
    // Before it leaves the group: afterwards it is no business of the group's admins.
    id: 'lock',
    label: 'Close its comments',
    fits: ({ subjectKind }) => subjectKind === 'entry',
    deed: ({ subjectId }) => ({ name: 'entry.lock-comments', input: { id: subjectId } }),
  },
  {
    id: 'remove-from-group',
    label: 'Take it out of the group',
    fits: ({ subjectKind }) => subjectKind === 'entry',
    deed: ({ subjectId }, { handle }) => ({ name: 'group.remove-entry', input: { group: handle, id: subjectId } }),
  },
  {
    id: 'ban-from-group',
    label: 'Ban the member from the group',
    fits: ({ memberHandle }) => memberHandle !== null,
    deed: ({ memberHandle }, { handle }, days) => ({
      name: 'group.ban',
      input: { group: handle, handle: memberHandle, ...(days > 0 && { days }) },
    }),
  },
]

export function groupStepsFor(one: Case): { id: string; label: string }[] {
  return groupSteps.filter(step => step.fits(one)).map(({ id, label }) => ({ id, label }))
}

/**
 * The admins of a group decide what belongs to the group. What is urgent stays with the site's moderators as well. Returns the id of the decision.
 */
export async function decideInGroup(world: World, input: GroupDecision, member: PluginMember): Promise<string> {
  const group = await findRunGroup(world, input.handle, member)
  const one = await findGroupCase(world, group, input.id, member)
  checkOpen(one, input.version, member.id, world.tables.now())
  const rule = await findRule(world, input)
  const doings = plan(one, group, input)
  const why = whyOf(rule, input.reason)
  await rehearse(world, doings, { as: member.id, why })
  const staysOpen = one.priority === 2
  const decided = await carryOut(world, { one, doings, input, rule, why, member, group, staysOpen })
  if (staysOpen) await leaveToSite(world, one.id, group.id)
  return decided
}

function plan(one: Case, group: RunGroup, { steps, days }: GroupDecision): Doing[] {
  const fitting = groupSteps.filter(step => step.fits(one))
  const unknown = steps.find(id => !fitting.some(step => step.id === id))
  if (unknown) throw new Refused(`“${unknown}” cannot be done here.`)
  return fitting
    .filter(({ id }) => steps.includes(id))
    .map(step => {
      const isBan = step.id === 'ban-from-group'
      return { step: step.id, deed: step.deed(one, group, days), days: isBan ? days : 0, endsAlone: isBan }
    })
}

/** The admins of a group ask the site's moderators: it is urgent for them, and off the group's own list. */
export async function escalate(
  world: World,
  { handle, id, reason }: { handle: string; id: string; reason: string },
  member: PluginMember,
): Promise<void> {
  const group = await findRunGroup(world, handle, member)
  const one = await findGroupCase(world, group, id, member)
  if (one.state !== 'open') throw new Refused('Somebody else has decided this case already.')
  await leaveToSite(world, id, group.id)
  await world.tables.transaction(async trx => {
    await trx('moderation_cases')
      .where({ id })
      .update({ priority: 2, changedAt: trx.now(), version: trx.raw('version + 1') })
    await trx('moderation_signals')
      .insert({
        ...{ id: newId(world), caseId: id, source: 'group', sourceId: group.id, sourceName: group.name },
        ...{ rule: null, reason: reason.trim(), weight: 10, createdAt: trx.now() },
      })
      .onConflict(['caseId', 'source', 'sourceId'])
      .ignore()
  })
}

async function leaveToSite({ tables }: World, caseId: string, groupId: string): Promise<void> {
  await tables.transaction(trx => trx('moderation_case_groups').where({ caseId, groupId }).update({ escalatedAt: trx.now() }))
}
