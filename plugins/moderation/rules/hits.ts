import { inDays, type World } from '../moderation.ts'

/** What a rule found in the last thirty days, and whether moderators thought so too. */
export interface HitCount {
  hits: number
  /** Hits about which moderators decided, and those of them in which they did something that stands. */
  decided: number
  agreed: number
}

export const daysShown = 30

/** By the rule's name. Decisions are found by what they were about, so that shadows are measured too. */
export async function countHits(world: World, name?: string): Promise<Map<string, HitCount>> {
  const rows = await world.tables.rows<{ name: string } & Record<keyof HitCount, number | string>>(
    `select x.rule_name as name, count(*) as hits, sum(x.decided) as decided, sum(x.agreed) as agreed from (
       select h.rule_name,
         case when exists (select 1 from moderation_decisions d where ${same}) then 1 else 0 end as decided,
         case when exists (select 1 from moderation_decisions d where ${same} and d.outcome = 'acted' and d.reversed_at is null) then 1 else 0 end as agreed
       from moderation_hits h where h.created_at >= ? and (? = '' or h.rule_name = ?) order by h.created_at desc limit 20000) x group by x.rule_name`,
    [inDays(world, -daysShown), name ?? '', name ?? ''],
  )
  return new Map(
    rows.map(({ name: rule, hits, decided, agreed }) => [rule, { hits: Number(hits), decided: Number(decided), agreed: Number(agreed) }]),
  )
}

const same = 'd.subject_id = h.subject_id and d.subject_kind = h.subject_kind and d.created_at >= h.created_at'

/** How often moderators agreed: "18 of 20 (90 %)". */
export function agreement({ decided, agreed }: Pick<HitCount, 'decided' | 'agreed'>): string {
  return decided === 0 ? '–' : `${agreed} of ${decided} (${Math.round((agreed / decided) * 100)} %)`
}

/** Hits of the last thirty days, a day each. */
export async function hitsByDay(world: World, name?: string): Promise<{ label: string; value: number }[]> {
  const since = inDays(world, 1 - daysShown).slice(0, 10)
  const rows = await world.tables.rows<{ day: string; count: number | string }>(
    `select substr(created_at, 1, 10) as day, count(*) as count from moderation_hits where created_at >= ? and (? = '' or rule_name = ?) group by 1`,
    [since, name ?? '', name ?? ''],
  )
  const counts = new Map(rows.map(({ day, count }) => [day, Number(count)]))
  return Array.from({ length: daysShown }, (_, index) => inDays(world, index + 1 - daysShown).slice(0, 10)).map(day => ({
    label: day,
    value: counts.get(day) ?? 0,
  }))
}

export interface LatestHit {
  subjectKind: string
  subjectId: string
  outcome: string
  why: string
  createdAt: string
  caseId: string | null
}

/** The newest hits of a rule, with the case in which each stands, if it came to one. */
export function latestHits({ tables }: World, name: string, limit = 20): Promise<LatestHit[]> {
  return tables.rows<LatestHit>(
    `select h.subject_kind as "subjectKind", h.subject_id as "subjectId", h.outcome, h.why, h.created_at as "createdAt",
       (select max(c.id) from moderation_cases c join moderation_signals s on s.case_id = c.id
        where s.source = 'rule' and s.source_id = h.rule_name and c.subject_id = h.subject_id) as "caseId"
     from moderation_hits h where h.rule_name = ? order by h.created_at desc, h.id desc limit ?`,
    [name, limit],
  )
}
