import { selectRows } from '../db/select.ts'
import type { Site } from '../site.ts'
import { keptRows, readerDays } from './timeline-rules.ts'

const readersAtOnce = 200

interface Cut {
  id: string
  /** Oldest row that is kept, when there are more. */
  at: string | null
  entryId: string | null
}

/** Cuts timelines to the rows that are kept, and drops those of readers who have been away for long. */
export async function trimTimelines(site: Site, stopping?: AbortSignal, limit = keptRows): Promise<void> {
  await dropAbsent(site, stopping)
  for (let after = ''; !stopping?.aborted; ) {
    const readers = await findCuts(site, after, limit)
    const last = readers.at(-1)
    if (!last) return
    after = last.id
    const long = readers.filter(reader => reader.at !== null)
    if (long.length > 0) await cut(site, long)
  }
}

/** One row further than the last that is kept: a timeline that is just full stays as it is. */
function findCuts(site: Site, after: string, limit: number): Promise<Cut[]> {
  const oldest = (column: string) =>
    `(select t.${column} from timeline t where t.reader_id = m.id order by t.bumped_at desc, t.entry_id desc limit 1 offset ${limit})`
  return selectRows(
    site.db,
    `select m.id, ${oldest('bumped_at')} as at, ${oldest('entry_id')} as "entryId"
     from members m where m.timeline_built_at is not null and m.id > ? order by m.id limit ${readersAtOnce}`,
    [after],
  )
}

async function cut(site: Site, readers: readonly Cut[]): Promise<void> {
  await site.db.transaction(async trx => {
    for (const { id, at, entryId } of readers) {
      await trx('members').where({ id }).update({ timelineFrom: at })
      await trx('timeline').where({ readerId: id }).whereRaw('(bumped_at, entry_id) <= (?, ?)', [at, entryId]).delete()
    }
  })
}

async function dropAbsent(site: Site, stopping?: AbortSignal): Promise<void> {
  const before = new Date(site.now().getTime() - readerDays * 86_400_000).toISOString()
  while (!stopping?.aborted) {
    const absent: { id: string }[] = await site
      .db('members')
      .where('seenAt', '<', before)
      .whereNotNull('timelineBuiltAt')
      .limit(readersAtOnce)
      .select('id')
    if (absent.length === 0) return
    const ids = absent.map(({ id }) => id)
    await site.db.transaction(async trx => {
      await trx('members').whereIn('id', ids).update({ timelineBuiltAt: null, timelineFrom: null })
      await trx('timeline').whereIn('readerId', ids).delete()
    })
  }
}
