import type { Site } from '../site.ts'

/** Writes down how much was deleted because its time was over: in the log of the site, and for the page of the privacy policy. */
export async function noteDeleted(site: Site, kind: string, count: number): Promise<void> {
  if (count === 0) return
  site.log.info({ kind, count }, 'deleted what was kept long enough')
  const day = site.now().toISOString().slice(0, 10)
  await site.db.transaction(trx =>
    trx('deletions')
      .insert({ day, kind, count })
      .onConflict(['day', 'kind'])
      .merge({ count: trx.raw('deletions.count + ?', [count]) }),
  )
}

/** What was deleted in the last 30 days, by kind. */
export async function listDeleted({ db, now }: Pick<Site, 'db' | 'now'>): Promise<Map<string, number>> {
  const since = new Date(now().getTime() - 30 * 86_400_000).toISOString().slice(0, 10)
  const rows: { kind: string; count: number | string }[] = await db('deletions')
    .where('day', '>', since)
    .groupBy('kind')
    .select('kind')
    .sum('count as count')
  return new Map(rows.map(({ kind, count }) => [kind, Number(count)]))
}
