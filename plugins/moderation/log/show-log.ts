import type { PluginCall, RouteReply } from 'core/api'
import { stepKinds, wordsOf } from '../decisions/step-words.ts'
import type { View, World } from '../moderation.ts'
import { listBans, listPurges, listSiteLines } from './list-site-rows.ts'
import { type LogFilter, type LogRow, perPage } from './log-row.ts'

/** The public log: every use of a moderator's power, the newest first. What is private stays out of it. */
export async function listLog(world: World, filter: LogFilter): Promise<{ rows: LogRow[]; next?: string }> {
  const lists = await Promise.all([
    listDecisions(world, filter),
    listBans(world, filter),
    listPurges(world, filter),
    listSiteLines(world, filter),
  ])
  const rows = lists.flat().sort((a, b) => (a.id < b.id ? 1 : -1))
  const shown = rows.slice(0, perPage)
  const next = rows.length > perPage ? shown.at(-1)?.id : undefined
  return { rows: shown, ...(next && { next }) }
}

type Found = LogRow & { private: number; byName: string | null; memberHandle: string | null }

async function listDecisions({ tables, settings }: World, { before, kind, rule }: LogFilter): Promise<LogRow[]> {
  if (kind === 'ban' || kind === 'purge' || kind === 'site') return []
  const narrowed = [
    ...(kind ? [`exists (select 1 from moderation_steps s where s.decision_id = d.id and s.step = ?)`] : []),
    ...(rule ? ['d.rule = ?'] : []),
  ]
  const rows = await tables.rows<Found>(
    `select d.id, d.by_name as "byName", d.private, d.subject_kind as "subjectKind", d.member_handle as "memberHandle", d.rule, d.rule_title as "ruleTitle",
       d.reason, d.automated, d.group_name as "groupName", d.created_at as "createdAt", d.reversed_at as "reversedAt",
       d.reversed_reason as "reversedReason", a.goes_to as "goesTo", a.outcome as "appealOutcome"
     from moderation_decisions d left join moderation_appeals a on a.decision_id = d.id
     where d.outcome = 'acted' and d.id < ? ${narrowed.map(sql => `and ${sql}`).join(' ')} order by d.id desc limit ?`,
    [before ?? 'g', ...(kind ? [kind] : []), ...(rule ? [rule] : []), perPage + 1],
  )
  const steps = await tables<{ decisionId: string; step: string; until: string | null }>('moderation_steps')
    .whereIn(
      'decisionId',
      rows.map(({ id }) => id),
    )
    .orderBy('id')
    .select('decisionId', 'step', 'until')
  return rows.map(({ byName, memberHandle, ...row }) => {
    const isPrivate = Number(row.private) === 1
    const own = steps.filter(({ decisionId }) => decisionId === row.id)
    return {
      ...row,
      what: own.map(({ step, until }) => ({ kind: step, word: wordsOf(step).log, until })),
      // Of private things the log says that something was decided and by which rule, and no more.
      ...(isPrivate && { reason: '', reversedReason: null, groupName: null }),
      ...(!isPrivate && memberHandle && { memberHandle }),
      ...(settings.nameModerators && byName && { byName }),
    }
  })
}

function filterOf({ before, kind, rule }: Record<string, unknown>): LogFilter {
  return { ...(before ? { before: String(before) } : {}), ...(kind ? { kind: String(kind) } : {}), ...(rule ? { rule: Number(rule) } : {}) }
}

export async function showLog(world: World, { input }: PluginCall): Promise<View> {
  const filter = filterOf(input)
  const { kind = '', rule = 0 } = filter
  const query = new URLSearchParams({ ...(kind && { kind }), ...(rule && { rule: String(rule) }) }).toString()
  return {
    ...(await listLog(world, filter)),
    isFiltered: query !== '',
    query,
    kinds: stepKinds.map(id => ({ id, word: wordsOf(id).log, here: id === kind })),
    bansHere: kind === 'ban',
    purgesHere: kind === 'purge',
    siteHere: kind === 'site',
    rules: (await world.host.subjects.rules()).map(({ number, title }) => ({ number, title, here: number === rule })),
  }
}

/** The log as a feed, so that anybody can watch it: `/moderation/log.atom` and `.json`. */
export async function feedLog(world: World, { input }: PluginCall, format: 'atom' | 'json'): Promise<RouteReply> {
  const { rows } = await listLog(world, filterOf(input))
  return {
    feed: {
      format,
      title: 'Moderation log',
      url: '/moderation/log',
      entries: rows.map(({ id, createdAt, reversedAt, ...row }) => ({
        id,
        url: `/moderation/log#decision-${id}`,
        title: titleOf(row),
        text: textOf({ ...row, ...(reversedAt && { reversedAt }) }),
        at: createdAt,
        changedAt: reversedAt ?? createdAt,
      })),
    },
  }
}

function titleOf({ what, memberHandle, purge, site }: Pick<LogRow, 'what' | 'memberHandle' | 'purge' | 'site'>): string {
  if (site) return site.title ? `${site.word}: ${site.title}` : site.word
  const done = what.map(({ word }) => word).join(', ') || (purge ? 'Destroyed for good' : 'Banned')
  return memberHandle ? `${done}: @${memberHandle}` : done
}

function textOf({ rule, ruleTitle, reason, reversedAt, reversedReason }: Partial<LogRow>): string {
  const why = [ruleTitle && `Rule ${rule}: ${ruleTitle}.`, reason].filter(Boolean).join(' ')
  return reversedAt ? `${why} Taken back. ${reversedReason ?? ''}`.trim() : why
}
