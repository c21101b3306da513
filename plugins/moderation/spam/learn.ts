import type { PluginTables, Subject } from 'core/api'
import { inDays, type World } from '../moderation.ts'
import { saidInSubject } from '../rules/said.ts'
import { everything, readFilter } from './spam-filter.ts'
import { tokensOf } from './tokens.ts'

type Verdict = 'spam' | 'kept'

interface Decided {
  id: string
  outcome: 'kept' | 'acted'
  evidence: string
  memberId: string | null
  saidAt: string
}

interface Lesson {
  decisionId: string
  verdict: Verdict
  tokens: string
}

const atOnce = 50
const lookBack = 7

/** A moderator decided, or took something back: the filter learns from it soon, from many decisions at once. */
export function learnSoon({ host }: World): Promise<void> {
  return host.addJob('learn', {}, { key: 'learn' })
}

/**
 * Learns from what moderators decided lately: removed by the rule about spam, or kept. Each decision counts once, and one that was taken back
 * counts as kept. Private things are not learned from: the signs are words that moderators read.
 */
export async function learn(world: World): Promise<void> {
  const { mode, rule } = await readFilter(world)
  if (mode === 'off') return
  const since = inDays(world, -lookBack)
  for (;;) {
    const decisions = await newDecisions(world, since, rule)
    const members = await world.host.subjects.members([...new Set(decisions.flatMap(({ memberId }) => memberId ?? []))])
    const joined = new Map(members.map(({ id, createdAt }) => [id, createdAt]))
    for (const { id, outcome, evidence, memberId, saidAt } of decisions) {
      const joinedAt = joined.get(memberId ?? '')
      const days = joinedAt ? (Date.parse(saidAt) - Date.parse(joinedAt)) / 86_400_000 : undefined
      await learnOne(world, id, outcome === 'kept' ? 'kept' : 'spam', tokensIn(evidence, days))
    }
    if (decisions.length < atOnce) break
  }
  for (const { decisionId, tokens } of await takenBack(world, since))
    await world.tables.transaction(async trx => {
      const changed = await trx('moderation_lessons').where({ decisionId, verdict: 'spam' }).update({ verdict: 'kept' })
      if (Number(changed) === 0) return
      await count(trx, JSON.parse(tokens) as string[], { spam: -1, kept: 1 })
    })
}

function newDecisions({ tables }: World, since: string, rule: number): Promise<Decided[]> {
  return tables.rows<Decided>(
    `select d.id, d.outcome, c.evidence, c.member_id as "memberId", c.created_at as "saidAt" from moderation_decisions d join moderation_cases c on c.id = d.case_id
     where d.outcome in ('kept', 'acted') and d.created_at >= ? and d.reversed_at is null and d.private = 0
       and d.subject_kind in ('entry', 'comment') and (d.outcome = 'kept' or d.rule = ?)
       and not exists (select 1 from moderation_lessons l where l.decision_id = d.id) order by d.created_at limit ?`,
    [since, rule, atOnce],
  )
}

function takenBack({ tables }: World, since: string): Promise<Lesson[]> {
  return tables.rows<Lesson>(
    `select l.decision_id as "decisionId", l.tokens from moderation_decisions d join moderation_lessons l on l.decision_id = d.id
     where d.outcome = 'acted' and d.created_at >= ? and d.reversed_at is not null and l.verdict = 'spam' limit ?`,
    // Objections may take half a year.
    [new Date(Date.parse(since) - 200 * 86_400_000).toISOString(), atOnce],
  )
}

/** The signs of what was decided about, as it was then, `days` after its author came. */
function tokensIn(evidence: string, days: number | undefined): string[] {
  const subject = JSON.parse(evidence) as Partial<Subject>
  if (subject.text === undefined) return []
  const { title = '', links = [], pictures = [] } = subject
  return tokensOf(saidInSubject({ ...subject, title, links, pictures } as Subject), days)
}

async function learnOne({ tables }: World, decisionId: string, verdict: Verdict, tokens: string[]): Promise<void> {
  await tables.transaction(async trx => {
    const inserted = await trx('moderation_lessons')
      .insert({ decisionId, verdict, tokens: JSON.stringify(tokens), createdAt: trx.now() })
      .onConflict(['decisionId'])
      .ignore()
      .returning('decisionId')
    if (inserted.length > 0) await count(trx, tokens, verdict === 'spam' ? { spam: 1, kept: 0 } : { spam: 0, kept: 1 })
  })
}

async function count(trx: PluginTables, tokens: readonly string[], { spam, kept }: { spam: number; kept: number }): Promise<void> {
  await trx('moderation_tokens')
    .insert([everything, ...tokens].map(token => ({ token, spam: Math.max(0, spam), kept: Math.max(0, kept) })))
    .onConflict(['token'])
    .merge({
      spam: trx.raw('case when moderation_tokens.spam + ? < 0 then 0 else moderation_tokens.spam + ? end', [spam, spam]),
      kept: trx.raw('moderation_tokens.kept + ?', [kept]),
    })
}
