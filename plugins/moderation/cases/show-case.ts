import type { PluginMember, Subject } from 'core/api'
import type { Decision } from '../decisions/reverse.ts'
import { type Step, stepsFor } from '../decisions/steps.ts'
import { Refused, type World } from '../moderation.ts'
import { type Case, findCase, type Signal } from './case.ts'
import { priorityWords, subjectWords } from './show-queue.ts'

/** Everything that somebody needs to decide a case. */
export async function showCase(world: World, member: PluginMember, id: string): Promise<Record<string, unknown>> {
  const { host, tables } = world
  const one = await findCase(world, id)
  if (one.memberId === member.id) throw new Refused('This case is about you. Somebody else decides it.')
  const [signals, notes, openings, history, strikes, like, now, names, rules, answers] = await Promise.all([
    tables<Signal>('moderation_signals').where({ caseId: id }).orderBy('weight', 'desc').limit(100).select('*'),
    tables('moderation_notes').where({ caseId: id }).orderBy('createdAt').limit(100).select('byName', 'text', 'createdAt'),
    tables<Opening>('moderation_openings').where({ caseId: id }).orderBy('createdAt').select('byId', 'byName', 'createdAt'),
    one.memberId ? decisionsAbout(world, one.memberId) : [],
    countStrikes(world, one.memberId),
    likeCases(world, one),
    host.subjects.find(one.subjectKind, one.subjectId),
    host.subjects.actionNames(),
    host.subjects.rules(),
    tables('moderation_answers').orderBy('title').limit(50).select('title', 'text', 'steps', 'rule'),
  ])
  const at = tables.now()
  const evidence = JSON.parse(one.evidence) as Subject
  const isSealed = Number(one.private) === 1 && !openings.some(({ byId }) => byId === member.id)
  const steps = stepsFor(one, new Set(names))
  const isReporter = signals.some(({ source, sourceId }) => source === 'member' && sourceId === member.id)
  const appeal = one.appealId ? await showAppeal(world, one.appealId) : undefined
  return {
    id,
    kind: one.kind,
    version: one.version,
    what: subjectWords[one.subjectKind],
    url: evidence.url,
    isSealed,
    openings,
    evidence: isSealed ? {} : evidence,
    uploads: isSealed ? [] : (evidence.uploads ?? []).map(upload => ({ ...upload, steps: stepsOf(upload.id, steps) })),
    handle: one.memberHandle,
    priorityWord: priorityWords[one.priority],
    score: one.score,
    createdAt: one.createdAt,
    isEdited: Boolean(now && now.hash !== one.subjectHash),
    isGone: !now || now.isRemoved,
    isClosed: one.state !== 'open',
    claimedByMe: one.claimedBy === member.id && (one.claimedUntil ?? '') > at,
    claimedByOther: one.claimedBy !== null && one.claimedBy !== member.id && (one.claimedUntil ?? '') > at,
    isReporter,
    canDecide: one.state === 'open' && !isReporter && !isSealed && one.kind !== 'appeal',
    signals: signals.map(signal => ({
      ...signal,
      isVisitor: signal.source === 'visitor',
      ruleTitle: rules.find(({ number }) => number === signal.rule)?.title,
    })),
    notes,
    history,
    strikes,
    like,
    links: isSealed ? [] : steps.filter(({ id: step }) => step.startsWith('ban-link:')).map(({ id: step, label }) => ({ id: step, label })),
    steps: steps.filter(({ key }) => key !== '').map(({ id: step, label, key, aboutMember }) => ({ id: step, label, key, aboutMember })),
    rules,
    suggestedRule: mostNamed(signals),
    answers,
    keepLabel:
      one.kind === 'held' ? 'Publish it' : one.kind === 'sign-up' ? 'Let them in' : one.kind === 'edited' ? 'Show it again' : 'Keep it',
    ...(appeal && { appeal }),
  }
}

interface Opening {
  caseId: string
  byId: string
  byName: string
  createdAt: string
}

/** What can be done with one picture. */
function stepsOf(uploadId: string, steps: readonly Step[]): object[] {
  return steps.filter(({ id }) => id.endsWith(`:${uploadId}`)).map(({ id, label }) => ({ id, label }))
}

/** Decisions about a member that still count. */
export async function countStrikes({ tables }: World, memberId: string | null): Promise<number> {
  if (!memberId) return 0
  const rows = await tables.rows<{ count: number | string }>(
    `select count(*) as count from moderation_decisions where member_id = ? and outcome = 'acted' and strike_until > ?`,
    [memberId, tables.now()],
  )
  return Number(rows[0]?.count ?? 0)
}

function decisionsAbout({ tables }: World, memberId: string): Promise<Decision[]> {
  return tables<Decision>('moderation_decisions')
    .where({ memberId, outcome: 'acted' })
    .orderBy('createdAt', 'desc')
    .limit(10)
    .select('id', 'ruleTitle', 'reason', 'createdAt', 'reversedAt', 'strikeUntil') as Promise<Decision[]>
}

/** What was decided lately about things that were reported for the same rule. */
async function likeCases({ tables }: World, one: Case): Promise<object[]> {
  return tables.rows(
    `select d.outcome, d.rule_title as "ruleTitle", d.reason, d.created_at as "createdAt" from moderation_decisions d
     where d.subject_kind = ? and d.reversed_at is null and d.case_id <> ? and d.rule in (
       select s.rule from moderation_signals s where s.case_id = ? and s.rule is not null)
     order by d.created_at desc limit 5`,
    [one.subjectKind, one.id, one.id],
  )
}

function mostNamed(signals: readonly Signal[]): number | null {
  const weights = new Map<number, number>()
  for (const { rule, weight } of signals) if (rule !== null) weights.set(rule, (weights.get(rule) ?? 0) + weight)
  return [...weights].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null
}

async function showAppeal({ tables }: World, id: string): Promise<object | undefined> {
  const [appeal] = await tables.rows<ShownAppeal>(
    `select a.id, a.text, a.goes_to as "goesTo", a.deadline, a.outcome, a.created_at as "createdAt", d.reason, d.rule_title as "ruleTitle",
       d.by_name as "byName", d.id as "decisionId", o.name, o.agreed_at as "agreedAt", o.word
     from moderation_appeals a join moderation_decisions d on d.id = a.decision_id left join moderation_outsiders o on o.appeal_id = a.id where a.id = ?`,
    [id],
  )
  if (!appeal) return undefined
  const { word, ...shown } = appeal
  const isOutside = appeal.goesTo === 'outsider'
  return {
    ...shown,
    isLate: !appeal.outcome && appeal.deadline <= tables.now(),
    ...(isOutside && word && { word }),
    ...(!isOutside && appeal.name && !appeal.agreedAt && { toAgree: appeal.name }),
  }
}

interface ShownAppeal {
  goesTo: string
  deadline: string
  outcome: string | null
  name: string | null
  agreedAt: string | null
  word: string | null
}
