import type { PluginCall } from 'core/api'
import type { World } from '../moderation.ts'

const perPage = 50

interface LogRow {
  id: string
  byName: string | null
  private: number
  subjectKind: string
  memberHandle: string | null
  reversedAt: string | null
  automated: string | null
}

/** The public log: every use of a moderator's power, the newest first. What is private stays out of it. */
export async function listLog(world: World, before?: string): Promise<{ rows: object[]; next?: string }> {
  const lists = await Promise.all([listDecisions(world, before), listBans(world, before), listPurges(world, before)])
  const rows = lists.flat().sort((a, b) => (a.id < b.id ? 1 : -1))
  const shown = rows.slice(0, perPage)
  const next = rows.length > perPage ? shown.at(-1)?.id : undefined
  return { rows: shown, ...(next && { next }) }
}

/** What the site shuts out as a whole, as rows of the log. */
async function listBans({ host, settings }: World, before?: string): Promise<{ id: string }[]> {
  const bans = await host.subjects.bans({ limit: perPage + 1, ...(before && { before }) })
  return bans.map(({ byName, endedAt, liftedReason, kind, rule, until, ...ban }) => ({
    ...ban,
    what: [],
    ban: { [kind]: true, domain: ban.domain ?? '' },
    until: endedAt ? null : until,
    ...(rule && { ruleText: rule }),
    ...(endedAt && { reversedAt: endedAt, reversedReason: liftedReason }),
    ...(settings.nameModerators && byName && { byName }),
  }))
}

/** What was destroyed because it must not exist: that it was, and no more. */
async function listPurges({ host }: World, before?: string): Promise<{ id: string }[]> {
  const purges = await host.subjects.purges({ limit: perPage + 1, ...(before && { before }) })
  return purges.map(({ id, kind, rule, createdAt }) => ({
    ...{ id, createdAt, purge: true, what: [] },
    ...((kind === 'entry' || kind === 'comment') && { subjectKind: kind }),
    ...((kind === 'upload' || kind === 'picture') && { picture: true }),
    ...(rule && { ruleText: rule }),
  }))
}

async function listDecisions({ tables, settings }: World, before?: string): Promise<{ id: string }[]> {
  const rows = await tables.rows<LogRow & { outcome: string }>(
    `select d.id, d.by_name as "byName", d.private, d.subject_kind as "subjectKind", d.member_handle as "memberHandle", d.rule, d.rule_title as "ruleTitle",
       d.reason, d.until, d.automated, d.created_at as "createdAt", d.reversed_at as "reversedAt", d.reversed_reason as "reversedReason", a.goes_to as "goesTo", a.outcome as "appealOutcome"
     from moderation_decisions d left join moderation_appeals a on a.decision_id = d.id
     where d.outcome = 'acted' and d.id < ? order by d.id desc limit ?`,
    [before ?? 'g', perPage + 1],
  )
  const steps = await tables<{ decisionId: string; step: string }>('moderation_steps')
    .whereIn(
      'decisionId',
      rows.map(({ id }) => id),
    )
    .orderBy('id')
    .select('decisionId', 'step')
  return rows.map(row => {
    const { byName, memberHandle, ...rest } = row
    const isPrivate = Number(row.private) === 1
    const what = steps.filter(({ decisionId }) => decisionId === row.id).map(({ step }) => ({ [step.replaceAll('-', '')]: true, step }))
    return {
      ...rest,
      what,
      // Of private things the log says that something was decided and by which rule, and no more.
      ...(isPrivate && { reason: '', reversedReason: null }),
      ...(!isPrivate && memberHandle && { memberHandle }),
      ...(settings.nameModerators && byName && { byName }),
    }
  })
}

export async function showLog(world: World, { input }: PluginCall): Promise<Record<string, unknown>> {
  return { ...(await listLog(world, input.before ? String(input.before) : undefined)), isLater: Boolean(input.before) }
}
