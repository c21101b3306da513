import type { World } from '../moderation.ts'

interface Month {
  month: string
  reports: number
  acted: number
  kept: number
  reversed: number
}

/** Months that are shown at least: before the first in which something was reported there is nothing to compare. */
const fewest = 3

/** Moderation in figures, from the tables themselves: the last twelve months, and how objections end. */
export async function showTransparency({ tables }: World): Promise<Record<string, unknown>> {
  const months = lastMonths(tables.now(), 12)
  const since = `${months[0]!}-01`
  const [reports, decisions, rules, appeals, open, speed] = await Promise.all([
    tables.rows<Count>(
      `select substr(created_at, 1, 7) as name, count(*) as count from moderation_signals s where source in ('member', 'visitor') and created_at >= ? and exists (select 1 from moderation_cases c where c.id = s.case_id and c.kind <> 'appeal') group by 1`,
      [since],
    ),
    tables.rows<Count & { outcome: string; reversed: number | string }>(
      `select substr(created_at, 1, 7) as name, outcome, count(*) as count, count(reversed_at) as reversed from moderation_decisions where created_at >= ? group by 1, 2`,
      [since],
    ),
    tables.rows<Count>(
      `select coalesce(rule_title, '') as name, count(*) as count from moderation_decisions where outcome = 'acted' and created_at >= ? group by 1 order by 2 desc limit 10`,
      [since],
    ),
    tables.rows<Count & { outcome: string | null }>(
      `select goes_to as name, outcome, count(*) as count from moderation_appeals where created_at >= ? group by 1, 2`,
      [since],
    ),
    tables.rows<Count>(`select 'open' as name, count(*) as count from moderation_cases where state = 'open'`),
    tables<{ state: string; createdAt: string; closedAt: string; closedBy: string | null }>('moderation_cases')
      .where({ state: 'closed' })
      .where('closedAt', '>=', since)
      .whereNotNull('closedBy')
      .orderBy('closedAt', 'desc')
      .limit(1000)
      .select('createdAt', 'closedAt'),
  ])
  const of = (rows: Count[], name: string): number =>
    rows.filter(row => row.name === name).reduce((sum, { count }) => sum + Number(count), 0)
  const rows: Month[] = months.map(month => ({
    month,
    reports: of(reports, month),
    acted: of(
      decisions.filter(({ outcome }) => outcome === 'acted'),
      month,
    ),
    kept: of(
      decisions.filter(({ outcome }) => outcome === 'kept'),
      month,
    ),
    reversed: decisions.filter(({ name }) => name === month).reduce((sum, { reversed }) => sum + Number(reversed), 0),
  }))
  const first = rows.findIndex(({ reports: a, acted, kept }) => a + acted + kept > 0)
  const told = rows.slice(Math.max(0, first === -1 ? rows.length - fewest : Math.min(first, rows.length - fewest)))
  const most = Math.max(1, ...rows.flatMap(({ reports: a, acted, kept }) => [a, acted + kept]))
  const bar = (value: number): number => Math.round((value / most) * 100)
  const ends = (name: string, outcome: string | null): number =>
    appeals.filter(row => row.name === name && row.outcome === outcome).reduce((sum, { count }) => sum + Number(count), 0)
  return {
    months: told.map(row => ({ ...row, reportsBar: bar(row.reports), actedBar: bar(row.acted), keptBar: bar(row.kept) })),
    totals: {
      reports: sum(rows, 'reports'),
      acted: sum(rows, 'acted'),
      kept: sum(rows, 'kept'),
      reversed: sum(rows, 'reversed'),
      open: Number(open[0]?.count ?? 0),
    },
    rules: rules.map(({ name, count }) => ({ name, count: Number(count) })),
    appeals: ['moderator', 'jury', 'outsider'].map(name => ({
      isJury: name === 'jury',
      isOutside: name === 'outsider',
      reversed: ends(name, 'reversed'),
      upheld: ends(name, 'upheld'),
      open: ends(name, null),
    })),
    hours: median(speed.map(({ createdAt, closedAt }) => (Date.parse(closedAt) - Date.parse(createdAt)) / 3_600_000)),
  }
}

interface Count {
  name: string
  count: number | string
}

function sum(rows: readonly Month[], key: Exclude<keyof Month, 'month'>): number {
  return rows.reduce((total, row) => total + row[key], 0)
}

function median(values: number[]): number | null {
  if (values.length === 0) return null
  return Math.round(values.sort((a, b) => a - b)[Math.floor(values.length / 2)]! * 10) / 10
}

function lastMonths(now: string, count: number): string[] {
  const at = new Date(`${now.slice(0, 7)}-01T00:00:00Z`)
  return Array.from({ length: count }, (_, index) => {
    const month = new Date(at)
    month.setUTCMonth(at.getUTCMonth() - (count - 1 - index))
    return month.toISOString().slice(0, 7)
  })
}
