import type { World } from '../moderation.ts'
import { type LogFilter, type LogRow, perPage } from './log-row.ts'

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
