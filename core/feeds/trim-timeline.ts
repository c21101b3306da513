import { selectRows } from '../db/in-list.ts'
import type { Site } from '../site.ts'
import { keptRows, readerDays } from './timeline-rules.ts'

const readersAtOnce = 200

/** Cuts timelines to the rows that are kept, and drops those of readers who have been away for long. */
export async function trimTimelines(site: Site): Promise<void> {
  await dropAbsent(site)
  for (let after = ''; ; ) {
    const readers = await selectRows<{ id: string; cutAt: string | null }>(
      site.db,
      `select m.id, (select t.bumped_at from timeline t where t.reader_id = m.id order by t.bumped_at desc limit 1 offset ${keptRows}) as "cutAt"
       from members m where m.timeline_built_at is not null and m.id > ? order by m.id limit ${readersAtOnce}`,
      [after],
    )
    const last = readers.at(-1)
    if (!last) return
    after = last.id
    const long = readers.filter(reader => reader.cutAt !== null)
    if (long.length === 0) continue
    await site.db.transaction(async trx => {
      const cuts = long.map(() => '(reader_id = ? and bumped_at <= ?)').join(' or ')
      await trx('timeline')
        .whereRaw(
          cuts,
          long.flatMap(({ id, cutAt }) => [id, cutAt as string]),
        )
        .delete()
    })
  }
}

async function dropAbsent(site: Site): Promise<void> {
  const before = new Date(site.now().getTime() - readerDays * 86_400_000).toISOString()
  const absent: { id: string }[] = await site
    .db('members')
    .where('seenAt', '<', before)
    .whereNotNull('timelineBuiltAt')
    .limit(readersAtOnce)
    .select('id')
  const ids = absent.map(({ id }) => id)
  if (ids.length === 0) return
  await site.db.transaction(async trx => {
    await trx('members').whereIn('id', ids).update({ timelineBuiltAt: null })
    await trx('timeline').whereIn('readerId', ids).delete()
  })
}
