import type { PluginCall } from 'core/api'
import { asker, Refused, type View, type World } from '../moderation.ts'

/** Reports about what stands in a group, for those who run it. */
export async function showGroupQueue(world: World, call: PluginCall): Promise<View> {
  const { host, tables } = world
  const member = asker(call)
  const group = (await host.subjects.groupsRunBy(member.id)).find(({ handle }) => handle === String(call.input.handle))
  if (!group) throw new Refused('You do not run a group of this name.')
  const cases = await tables.rows<{ priority: number }>(
    `select c.id, c.summary, c.subject_kind as "subjectKind", c.subject_id as "subjectId", c.member_handle as "memberHandle", c.signals, c.created_at as "createdAt", c.evidence
     from moderation_case_groups g join moderation_cases c on c.id = g.case_id
     where g.group_id = ? and c.state = 'open' and c.kind in ('report', 'rule') and (c.member_id is null or c.member_id <> ?)
     order by c.priority desc, c.created_at limit 100`,
    [group.id, member.id],
  )
  const reasons = await tables<{ caseId: string; reason: string; rule: number | null }>('moderation_signals')
    .whereIn(
      'caseId',
      cases.map(one => String((one as { id?: string }).id)),
    )
    .select('caseId', 'reason', 'rule')
  const rules = await host.subjects.rules()
  return {
    group,
    cases: cases.map(one => {
      const { evidence, ...row } = one as unknown as { id: string; evidence: string }
      const said = reasons
        .filter(({ caseId }) => caseId === row.id)
        .map(({ reason, rule }) => ({ reason, ruleTitle: rules.find(({ number }) => number === rule)?.title }))
      return { ...row, url: (JSON.parse(evidence) as { url: string }).url, said }
    }),
  }
}
