import { percentile } from '../http/response-buckets.ts'
import type { Site } from '../site.ts'
import { hourOf } from './counts.ts'

const hour = 3_600_000

/** The numbers of one name, or of several whose names begin alike. */
export interface Series {
  /** Hours or days, oldest first. */
  labels: string[]
  values: number[]
}

/** How long requests took in each of the last hours: the half that was faster, and 95 of a hundred. Null where there were none. */
export async function responseTimes(
  site: Site,
  hours: number,
): Promise<{ label: string; p50: number | null; p95: number | null; count: number }[]> {
  const rows = await rowsSince(site, 'response:', hours)
  const byHour = Map.groupBy(rows, row => row.hour)
  return lastHours(site, hours).map(label => {
    const buckets = new Map((byHour.get(label) ?? []).map(({ name, value }) => [Number(name.slice('response:'.length)), Number(value)]))
    const count = [...buckets.values()].reduce((sum, one) => sum + one, 0)
    return { label, count, p50: percentile(buckets, 0.5), p95: percentile(buckets, 0.95) }
  })
}

/** For each of the last days and each name: the sum of what was counted. */
export async function dailySums(site: Site, names: readonly string[], days: number): Promise<Map<string, Series>> {
  const { labels, rows } = await dailyRows(site, names, days)
  return new Map(names.map(name => [name, { labels, values: labels.map(day => sum(rows, name, day)) }]))
}

/** For each of the last days and each name: the last thing that was measured; null where nothing was. */
export async function dailySamples(
  site: Site,
  names: readonly string[],
  days: number,
): Promise<Map<string, { labels: string[]; values: (number | null)[] }>> {
  const { labels, rows } = await dailyRows(site, names, days)
  const last = (name: string, day: string): number | null => {
    const found = rows.findLast(row => row.name === name && row.hour.startsWith(day))
    return found ? Number(found.value) : null
  }
  return new Map(names.map(name => [name, { labels, values: labels.map(day => last(name, day)) }]))
}

interface Row {
  name: string
  hour: string
  value: number | string
}

async function dailyRows(site: Site, names: readonly string[], days: number): Promise<{ labels: string[]; rows: Row[] }> {
  const labels = Array.from({ length: days }, (_, index) => dayOf(site, days - 1 - index))
  const rows: Row[] = await site
    .db('counts')
    .whereIn('name', [...names])
    .where('hour', '>=', labels[0] ?? '')
    .orderBy('hour')
  return { labels, rows }
}

function sum(rows: readonly Row[], name: string, day: string): number {
  return rows.filter(row => row.name === name && row.hour.startsWith(day)).reduce((total, { value }) => total + Number(value), 0)
}

function dayOf(site: Site, ago: number): string {
  return new Date(site.now().getTime() - ago * 24 * hour).toISOString().slice(0, 10)
}

function lastHours(site: Site, hours: number): string[] {
  return Array.from({ length: hours }, (_, index) => hourOf(new Date(site.now().getTime() - (hours - 1 - index) * hour)))
}

function rowsSince(site: Site, prefix: string, hours: number): Promise<Row[]> {
  const since = hourOf(new Date(site.now().getTime() - (hours - 1) * hour))
  return site.db('counts').where('name', '>=', prefix).where('name', '<', `${prefix}~`).where('hour', '>=', since)
}
