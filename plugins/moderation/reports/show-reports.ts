import type { PluginCall } from 'core/api'
import { asker, Refused, type View, type World } from '../moderation.ts'

/** The form for reporting something. */
export async function showReport({ host }: World, { input, member }: PluginCall): Promise<View> {
  const { kind, id } = input as { kind: 'entry' | 'comment' | 'member' | 'group'; id: string }
  const subject = await host.subjects.find(kind, id, member?.id ?? 'visitor')
  if (!subject) throw new Refused('This is not there, or not for you to see.')
  const text = subject.text.slice(0, 400)
  return {
    subject: { ...subject, text },
    rules: await host.subjects.rules(),
    visitor: !member,
    isEntry: kind === 'entry',
    isComment: kind === 'comment',
    isGroup: kind === 'group',
    kind,
  }
}

/** What a member reported, and what became of it. */
export async function showReports({ tables }: World, call: PluginCall): Promise<View> {
  const member = asker(call)
  const rows = await tables.rows<{ outcome: string | null; state: string; reversedAt: string | null }>(
    `select c.id, c.summary, c.subject_kind as "subjectKind", c.member_handle as "memberHandle", c.state, s.created_at as "createdAt", s.reason,
       d.outcome, d.created_at as "decidedAt", d.reversed_at as "reversedAt"
     from moderation_signals s join moderation_cases c on c.id = s.case_id left join moderation_decisions d on d.case_id = c.id
     where s.source = 'member' and s.source_id = ? and c.kind <> 'appeal' order by s.created_at desc limit 100`,
    [member.id],
  )
  return {
    reports: rows.map(row => ({
      ...row,
      isOpen: row.state === 'open',
      isActed: row.outcome === 'acted' && !row.reversedAt,
      isKept: row.outcome === 'kept',
      isReversed: row.reversedAt !== null,
    })),
  }
}
