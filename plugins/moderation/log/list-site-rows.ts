import type { World } from '../moderation.ts'
import { type LogFilter, type LogRow, perPage } from './log-row.ts'
import { listNotices, type Notice } from './notice.ts'

/** What the site shuts out as a whole, as rows of the log. */
export async function listBans({ host, settings }: World, { before, kind: wanted, rule: byRule }: LogFilter): Promise<LogRow[]> {
  if ((wanted && wanted !== 'ban') || byRule) return []
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
export async function listPurges({ host }: World, { before, kind: wanted, rule: byRule }: LogFilter): Promise<LogRow[]> {
  if ((wanted && wanted !== 'purge') || byRule) return []
  const purges = await host.subjects.purges({ limit: perPage + 1, ...(before && { before }) })
  return purges.map(({ id, kind, rule, createdAt }) => ({
    ...{ id, createdAt, purge: true, what: [], reason: '' },
    ...((kind === 'entry' || kind === 'comment') && { subjectKind: kind }),
    ...((kind === 'upload' || kind === 'picture') && { picture: true }),
    ...(rule && { ruleText: rule }),
  }))
}

/** What was done to the site as a whole: raid mode, rules, the spam filter. */
export async function listSiteLines(world: World, { before, kind: wanted, rule: byRule }: LogFilter): Promise<LogRow[]> {
  if ((wanted && wanted !== 'site') || byRule) return []
  const notices = await listNotices(world, { limit: perPage + 1, ...(before && { before }) })
  return notices.map(({ id, kind, title, reason, until, byName, at }) => ({
    id,
    createdAt: at,
    what: [],
    reason,
    site: { word: kind === 'spam-filter' ? (filterWords[title] ?? '') : siteWords[kind], title: kind.startsWith('rule') ? title : '' },
    ...(until && { until }),
    ...(!byName && { isByTime: true }),
    ...(world.settings.nameModerators && byName && { byName }),
  }))
}

const siteWords: Record<Notice['kind'], string> = {
  'raid-begun': 'Raid mode begun',
  'raid-renewed': 'Raid mode goes on',
  'raid-ended': 'Raid mode is over',
  'rule-on': 'Automatic rule switched on',
  'rule-off': 'Automatic rule switched off',
  'spam-filter': 'Spam filter only counts',
}

const filterWords: Record<string, string> = {
  on: 'Spam filter switched on',
  off: 'Spam filter switched off',
  shadow: 'Spam filter only counts',
}
