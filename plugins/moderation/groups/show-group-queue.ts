import type { PluginCall, Subject } from 'core/api'
import type { Case } from '../cases/case.ts'
import type { Decision, DoneStep } from '../decisions/reverse.ts'
import { wordsOf } from '../decisions/step-words.ts'
import { asker, type View, type World } from '../moderation.ts'
import { groupStepsFor } from './decide-in-group.ts'
import { findRunGroup } from './group-case.ts'

const most = 50

/** Reports about what stands in a group, for those who run it, with what they can do; and what they did lately. */
export async function showGroupQueue(world: World, call: PluginCall): Promise<View> {
  const { host, tables } = world
  const member = asker(call)
  const group = await findRunGroup(world, String(call.input.handle), member)
  const cases = await tables.rows<Case>(
    `select c.id, c.subject_kind as "subjectKind", c.subject_id as "subjectId", c.member_handle as "memberHandle", c.priority, c.version,
       c.created_at as "createdAt", c.evidence
     from moderation_case_groups g join moderation_cases c on c.id = g.case_id
     where g.group_id = ? and g.escalated_at is null and c.state = 'open' and c.kind in ('report', 'rule') and (c.member_id is null or c.member_id <> ?)
     order by c.priority desc, c.created_at limit ${most}`,
    [group.id, member.id],
  )
  const reasons = await tables<{ caseId: string; source: string; sourceId: string; reason: string; rule: number | null }>(
    'moderation_signals',
  )
    .whereIn(
      'caseId',
      cases.map(({ id }) => id),
    )
    .select('caseId', 'source', 'sourceId', 'reason', 'rule')
  const rules = await host.subjects.rules()
  return {
    group,
    rules,
    cases: cases.map(one => {
      const { title, text, url } = JSON.parse(one.evidence) as Subject
      const own = reasons.filter(({ caseId }) => caseId === one.id)
      return {
        ...{ id: one.id, version: one.version, memberHandle: one.memberHandle, createdAt: one.createdAt, url },
        words: [title, text].filter(Boolean).join(' ').slice(0, 400),
        isUrgent: Number(one.priority) === 2,
        isReporter: own.some(({ source, sourceId }) => source === 'member' && sourceId === member.id),
        said: own.map(({ reason, rule }) => ({ reason, ruleTitle: rules.find(({ number }) => number === rule)?.title })),
        steps: groupStepsFor(one),
      }
    }),
    decisions: await decisionsIn(world, group.id),
  }
}

/** What the admins of a group decided lately, to take it back. */
async function decisionsIn({ tables }: World, groupId: string): Promise<object[]> {
  const decisions = await tables<Decision>('moderation_decisions')
    .where({ groupId, outcome: 'acted' })
    .orderBy('id', 'desc')
    .limit(20)
    .select('*')
  const steps = await tables<DoneStep>('moderation_steps')
    .whereIn(
      'decisionId',
      decisions.map(({ id }) => id),
    )
    .orderBy('id')
    .select('decisionId', 'step', 'until')
  return decisions.map(({ id, memberHandle, reason, byName, createdAt, reversedAt }) => ({
    ...{ id, memberHandle, reason, byName, createdAt, reversedAt },
    what: steps.filter(({ decisionId }) => decisionId === id).map(({ step, until }) => ({ word: wordsOf(step).log, until })),
  }))
}

/** The groups that a member runs, each with how many reports wait there: for the link on its page. */
export async function countInGroups({ host, tables }: World, memberId: string): Promise<Map<string, { queue: string; waiting: number }>> {
  const groups = await host.subjects.groupsRunBy(memberId)
  if (groups.length === 0) return new Map()
  const rows = await tables<{ groupId: string; n: number | string }>('moderation_case_groups as g')
    .join('moderation_cases as c', 'c.id', 'g.caseId')
    .whereIn(
      'g.groupId',
      groups.map(({ id }) => id),
    )
    .whereNull('g.escalatedAt')
    .where('c.state', 'open')
    .whereIn('c.kind', ['report', 'rule'])
    .groupBy('g.groupId')
    .select('g.groupId', tables.raw('count(*) as n'))
  return new Map(groups.map(({ id, handle }) => [id, { queue: handle, waiting: Number(rows.find(row => row.groupId === id)?.n ?? 0) }]))
}
