import type { Database } from '../db/connect.ts'

/** Counts what happens, for charts. Kept in memory and written down once a minute: a process that is killed forgets a minute. */
export interface Counts {
  add(name: string, by?: number): void
  /** Adds what was counted to the table, together with what other processes counted. */
  write(): Promise<void>
}

export function openCounts(db: Database, now: () => Date): Counts {
  let counted = new Map<string, number>()
  return {
    add(name, by = 1) {
      counted.set(name, (counted.get(name) ?? 0) + by)
    },
    async write() {
      if (counted.size === 0) return
      const hour = hourOf(now())
      const rows = [...counted].map(([name, value]) => ({ name: name.slice(0, 60), hour, value }))
      counted = new Map()
      await db.transaction(trx =>
        trx('counts')
          .insert(rows)
          .onConflict(['name', 'hour'])
          .merge({ value: trx.raw('counts.value + excluded.value') }),
      )
    },
  }
}

/** `2026-11-23T04`. */
export function hourOf(time: Date): string {
  return time.toISOString().slice(0, 13)
}
