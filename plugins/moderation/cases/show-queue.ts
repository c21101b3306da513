import type { Block, PluginMember } from 'core/api'
import type { World } from '../moderation.ts'
import { countCases, listCases, type QueueRow } from './list-cases.ts'
import { showCase } from './show-case.ts'

const page = '/admin/plugin-page'
const kindWords: Record<string, string> = {
  report: 'Reports',
  held: 'Held entries',
  'sign-up': 'Sign-ups',
  rule: 'Rule hits',
  edited: 'Edited',
  appeal: 'Objections',
}
export const subjectWords: Record<string, string> = { entry: 'Entry', comment: 'Comment', member: 'Member', group: 'Group' }
export const priorityWords = ['can wait', 'usual', 'soon'] as const

/** The queue as the admin panel shows it: what waits, and the case that is open beside it. */
export async function showQueue(world: World, member: PluginMember, query: Record<string, string>): Promise<Block[]> {
  const { kind, claim, show, after, case: open } = query
  const [{ rows, next }, counts, rules, answers] = await Promise.all([
    listCases(world, member.id, {
      ...(kind && { kind }),
      ...(claim && { claim }),
      ...(show && { show }),
      ...(after && { after }),
      ...(query.member && { member: query.member }),
    }),
    countCases(world),
    world.host.subjects.rules(),
    world.tables('moderation_answers').orderBy('title').limit(50).select('id', 'title', 'text', 'steps'),
  ])
  const opened = open ? await showCase(world, member, open).catch(() => undefined) : undefined
  const link = (change: Record<string, string>): string => urlOf({ ...pick({ kind, claim, show }), ...change })
  const chips = [
    { text: 'All', count: counts.all, url: link({ kind: '', show: '' }), here: !kind && !show },
    ...(counts.soon > 0 ? [{ text: 'Soon', count: counts.soon, url: link({ kind: '', show: 'soon' }), here: show === 'soon' }] : []),
    ...counts.kinds.map(one => ({
      text: kindWords[one.kind] ?? one.kind,
      count: one.count,
      url: link({ kind: one.kind, show: '' }),
      here: kind === one.kind,
    })),
    { text: 'Mine', url: link({ claim: claim === 'me' ? '' : 'me' }), here: claim === 'me' },
  ]
  const back = urlOf(pick({ kind, claim, show, member: query.member }))
  const view = {
    back,
    chips,
    member: query.member ?? '',
    rows: rows.map(row => drawRow(row, member.id, world.tables.now(), `${back}&case=${row.id}`)),
    rules,
    answers,
    hasMore: next ? `${back}&after=${encodeURIComponent(next)}` : '',
    isEmpty: rows.length === 0,
    ...(opened && { opened: { ...opened, back } }),
  }
  return [{ type: 'view', template: 'moderation-queue', view }]
}

function drawRow(row: QueueRow, askerId: string, now: string, url: string): object {
  const claimed = row.claimedUntil !== null && row.claimedUntil > now
  return {
    id: row.id,
    url,
    version: row.version,
    what:
      kindWords[row.kind] && row.kind !== 'report'
        ? `${subjectWords[row.subjectKind]} · ${kindWords[row.kind]}`
        : subjectWords[row.subjectKind],
    summary: row.summary || (Number(row.private) === 1 ? 'Private' : 'No text'),
    handle: row.memberHandle,
    signals: row.signals,
    score: row.score,
    priority: row.priority,
    priorityWord: priorityWords[row.priority],
    createdAt: row.createdAt,
    claimedByMe: claimed && row.claimedBy === askerId,
    claimedByOther: claimed && row.claimedBy !== askerId,
  }
}

function pick(values: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter((pair): pair is [string, string] => Boolean(pair[1])))
}

function urlOf(query: Record<string, string>): string {
  return `${page}?${new URLSearchParams({ plugin: 'moderation', page: 'queue', ...pick(query) })}`
}
