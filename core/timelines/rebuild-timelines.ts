import type { Site } from '../site.ts'
import { buildTimeline } from './build-timeline.ts'
import { readerDays } from './timeline-rules.ts'

export interface RebuildOptions {
  /** Called after each timeline; what it throws ends the work. */
  progress?: (done: number, all: number) => unknown
}

/**
 * Makes the timelines of all present readers anew, one after the other, so that nobody finds an empty home in the meantime; drops
 * those of readers who have been away for long. Returns how many it made.
 */
export async function rebuildTimelines(site: Site, { progress }: RebuildOptions = {}): Promise<number> {
  const since = new Date(site.now().getTime() - readerDays * 86_400_000).toISOString()
  await site.db.transaction(async trx => {
    const absent = trx('members').where('seenAt', '<=', since)
    await trx('timeline').whereIn('readerId', absent.clone().select('id')).delete()
    await absent.update({ timelineBuiltAt: null, timelineFrom: null })
  })
  const readers: { id: string }[] = await site.db('members').where('seenAt', '>', since).orderBy('seenAt', 'desc').select('id')
  for (const [index, { id }] of readers.entries()) {
    await buildTimeline(site, id)
    await progress?.(index + 1, readers.length)
  }
  return readers.length
}
