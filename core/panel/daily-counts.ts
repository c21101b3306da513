import { selectRows } from '../db/select.ts'
import type { Site } from '../site.ts'

const day = 86_400_000

export interface Daily {
  /** Numbers of the days, oldest first; the last one is today. */
  counts: number[]
  /** The days themselves: `2026-11-23`. */
  dates: string[]
  total: number
  most: number
}

/** How many rows came each day. Ids begin with the time they were made, so that a range of the primary key is all that is read. */
export async function dailyCounts(site: Site, table: 'members' | 'entries' | 'comments', days: number): Promise<Daily> {
  const today = Math.floor(site.now().getTime() / day)
  const since = new Date((today - days + 1) * day)
  const rows = await selectRows<{ day: string; n: number | string }>(
    site.db,
    `select substr(created_at, 1, 10) as day, count(*) as n from ${table} where id >= ? and created_at >= ? group by substr(created_at, 1, 10)`,
    [idAt(since), since.toISOString()],
  )
  const byDay = new Map(rows.map(row => [row.day, Number(row.n)]))
  const dates = Array.from({ length: days }, (_, index) => new Date((today - days + 1 + index) * day).toISOString().slice(0, 10))
  const counts = dates.map(date => byDay.get(date) ?? 0)
  return { counts, dates, total: counts.reduce((sum, count) => sum + count, 0), most: Math.max(...counts) }
}

/** The smallest UUIDv7 of a moment (RFC 9562 §5.7). */
function idAt(time: Date): string {
  const hex = time.getTime().toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`
}
