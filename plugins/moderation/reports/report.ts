import type { PluginMember, Subject } from 'core/api'
import { addSignal } from '../cases/add-signal.ts'
import { keyOf } from '../cases/case.ts'
import { Refused, type World } from '../moderation.ts'

export interface ReportInput {
  kind: Subject['kind']
  id: string
  /** Number of a community rule; 0 when it is none of them. */
  rule: number
  reason: string
  /** Of who has no account. */
  name: string
  email: string
}

const usualWeight = 5
const visitorWeight = 3

/** A member or a visitor points the moderators at something. What was looked at and left as it is is not reported again until it is edited. */
export async function report(world: World, input: ReportInput, member?: PluginMember): Promise<string> {
  const { host, tables } = world
  const subject = await host.subjects.find(input.kind, input.id, member?.id ?? 'visitor')
  if (!subject) throw new Refused('This is not there, or not for you to see.')
  if (member && subject.authorId === member.id) throw new Refused('This is yours. You can edit or remove it yourself.')
  const rules = await host.subjects.rules()
  if (input.rule !== 0 && !rules.some(({ number }) => number === input.rule)) throw new Refused('There is no such rule.')
  if (input.rule === 0 && !input.reason.trim()) throw new Refused('Say in a few words what is wrong.')
  const visitor = member ? undefined : readVisitor(input)
  const cleared = await tables('moderation_cleared')
    .where({ subject: keyOf(subject.kind, subject.id), hash: subject.hash })
    .first('hash')
  if (cleared) return 'This was looked at before and stays as it is. When it is edited, it can be reported again.'
  await addSignal(world, subject, {
    kind: 'report',
    source: member ? 'member' : 'visitor',
    sourceId: member?.id ?? visitor!.email,
    sourceName: member ? `@${member.handle}` : visitor!.name,
    rule: input.rule === 0 ? null : input.rule,
    reason: input.reason.trim(),
    weight: member ? await weightOf(world, member.id) : visitorWeight,
  })
  return member
    ? 'Thank you. The moderators will look at it; see what becomes of it under “Your reports”.'
    : 'Thank you. The moderators will look at it and answer to your address.'
}

function readVisitor({ name, email }: ReportInput): { name: string; email: string } {
  const address = email.trim().toLowerCase()
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address)) throw new Refused('Give an address at which the moderators can answer you.')
  return { name: name.trim() || address, email: address }
}

/** Who was right before weighs more, who was wrong less: from 1 to 10. */
async function weightOf({ tables }: World, memberId: string): Promise<number> {
  const rows = await tables.rows<{ outcome: string; count: number | string }>(
    `select d.outcome, count(*) as count from moderation_signals s join moderation_decisions d on d.case_id = s.case_id
     where s.source = 'member' and s.source_id = ? group by d.outcome`,
    [memberId],
  )
  const count = (outcome: string): number => Number(rows.find(row => row.outcome === outcome)?.count ?? 0)
  return Math.max(1, Math.min(10, usualWeight + count('acted') - count('kept')))
}

/** Takes a report back, as long as nobody has decided. A case without anything that speaks for it closes. */
export async function withdrawReport({ tables }: World, caseId: string, memberId: string): Promise<void> {
  await tables.transaction(async trx => {
    const gone = await trx('moderation_signals')
      .where({ caseId, source: 'member', sourceId: memberId })
      .whereIn('caseId', trx('moderation_cases').where({ state: 'open' }).select('id'))
      .delete()
    if (gone === 0) throw new Refused('There is no open report of yours about this.')
    const left = await trx('moderation_signals').where({ caseId }).first('id')
    const at = trx.now()
    if (!left) await trx('moderation_cases').where({ id: caseId }).update({ state: 'closed', openKey: null, closedAt: at, changedAt: at })
    else
      await trx('moderation_cases')
        .where({ id: caseId })
        .update({ signals: trx.raw('signals - 1'), version: trx.raw('version + 1') })
  })
}
