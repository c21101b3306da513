import type { Site } from '../site.ts'
import { noteDeleted } from './note-deleted.ts'
import { daysOf, retentionRules } from './retention-rules.ts'

const day = 86_400_000

/** The routine: deletes what the site has kept as long as its settings say, in portions, and writes down how much. Harmless to do twice. */
export async function keepToRetention(site: Site, stopping?: AbortSignal): Promise<void> {
  for (const rule of retentionRules) {
    const { kind, drop } = rule
    const days = daysOf(rule, site.settings)
    if (days === 0) continue
    const before = new Date(site.now().getTime() - days * day).toISOString()
    let count = 0
    for (let gone = 1; gone > 0 && !stopping?.aborted; count += gone) gone = await site.db.transaction(trx => drop(trx, before))
    await noteDeleted(site, kind, count)
  }
}
