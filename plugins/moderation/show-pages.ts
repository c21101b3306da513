import type { PluginCall } from 'core/api'
import { mayBeShown } from './appeal.ts'
import { findCase } from './case.ts'
import { affected, asker, Refused, type World } from './moderation.ts'
import { type DoneStep, findDecision } from './reverse.ts'
import { findAppeal } from './settle-appeal.ts'

type View = Record<string, unknown>

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

/** The statement of reasons: what was decided about a member, why, by which rule, and how to object. */
export async function showStatement(world: World, call: PluginCall): Promise<View> {
  const { tables } = world
  const member = await affected(world, call)
  const decision = await findDecision(world, String(call.input.id))
  if (decision.memberId !== member.id || decision.outcome !== 'acted') throw new Refused('There is no such decision about you.')
  const [done, appeal, { evidence }] = await Promise.all([
    tables<DoneStep>('moderation_steps').where({ decisionId: decision.id }).orderBy('id').select('step', 'summary', 'reversedAt'),
    tables('moderation_appeals').where({ decisionId: decision.id }).first(),
    findCase(world, decision.caseId),
  ])
  const lastDay = new Date(Date.parse(decision.createdAt) + world.settings.appealDays * 86_400_000).toISOString()
  const votes =
    appeal?.outcome && appeal.goesTo === 'jury'
      ? await tables('moderation_seats')
          .where({ appealId: String(appeal.id) })
          .whereNotNull('vote')
          .orderBy('votedAt')
          .select('vote', 'reason')
      : []
  return {
    decision,
    steps: done,
    subject: JSON.parse(evidence) as object,
    appeal: appeal && {
      ...appeal,
      isJury: appeal.goesTo === 'jury',
      isReversed: appeal.outcome === 'reversed',
      isUpheld: appeal.outcome === 'upheld',
    },
    votes: votes.map(({ vote, reason }) => ({ reason, isAgainst: vote === 'reverse' })),
    canAppeal: !appeal && !decision.reversedAt && lastDay > tables.now(),
    mayGoToJury: mayBeShown(decision),
    pass: call.member ? '' : call.input.pass,
    lastDay,
  }
}

/** Decisions about somebody who may not be able to sign in, each with a way to object. */
export async function showDecisionsAbout(world: World, call: PluginCall): Promise<View> {
  const member = await affected(world, call)
  const decisions = await world
    .tables('moderation_decisions')
    .where({ memberId: member.id, outcome: 'acted' })
    .orderBy('id', 'desc')
    .limit(50)
    .select('id', 'reason', 'createdAt', 'reversedAt')
  return { decisions, pass: call.member ? '' : call.input.pass }
}

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

/** Whether a member is ready for juries, and those on which they sit. */
export async function showJuries(world: World, call: PluginCall): Promise<View> {
  const { tables, settings } = world
  const member = asker(call)
  const serves = await tables('moderation_jurors').where({ memberId: member.id }).first('since')
  const seats = await tables.rows<{ vote: string | null; outcome: string | null; deadline: string }>(
    `select a.id, a.deadline, a.outcome, s.vote from moderation_seats s join moderation_appeals a on a.id = s.appeal_id
     where s.member_id = ? order by s.created_at desc limit 50`,
    [member.id],
  )
  const now = tables.now()
  return {
    serves: Boolean(serves),
    days: settings.juryMemberDays,
    seats: seats.map(seat => ({
      ...seat,
      isOpen: !seat.outcome && !seat.vote && seat.deadline > now,
      isReversed: seat.outcome === 'reversed',
      isUpheld: seat.outcome === 'upheld',
    })),
  }
}

/** An appeal as its jury sees it: what was said, what was decided and why, what the member says. Not who decided, and not how others vote. */
export async function showJury(world: World, call: PluginCall): Promise<View> {
  const { tables } = world
  const member = asker(call)
  const appeal = await findAppeal(world, String(call.input.id))
  const seat = await tables('moderation_seats').where({ appealId: appeal.id, memberId: member.id }).first('vote', 'reason')
  if (!seat) throw new Refused('You are not on this jury.')
  const decision = await findDecision(world, appeal.decisionId)
  const [{ evidence }, done] = await Promise.all([
    findCase(world, decision.caseId),
    tables<DoneStep>('moderation_steps').where({ decisionId: decision.id }).orderBy('id').select('summary'),
  ])
  const isOpen = !appeal.outcome && appeal.goesTo === 'jury' && appeal.deadline > tables.now()
  return {
    appeal,
    decision: { ...decision, byName: null, byId: null },
    steps: done,
    subject: JSON.parse(evidence) as object,
    canVote: isOpen && !seat.vote,
    voted: seat.vote,
    isOpen,
  }
}

/** A member says whether they are ready for juries. */
export async function serve({ tables }: World, serves: boolean, memberId: string): Promise<void> {
  await tables.transaction(async trx => {
    if (serves) await trx('moderation_jurors').insert({ memberId, since: trx.now() }).onConflict(['memberId']).ignore()
    else await trx('moderation_jurors').where({ memberId }).delete()
  })
}
