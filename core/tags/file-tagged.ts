import type { Knex } from 'knex'
import { dialectOf, inList } from '../db/select.ts'
import { readCursor, writeCursor } from '../feeds/cursor.ts'
import type { Site } from '../site.ts'
import { countTags } from './count-tags.ts'
import { filedSql } from './tag-entries.ts'

interface FileTagged {
  /** What is filed under this tag is looked at. */
  tag: string
  /** Cursor of the last row that was. */
  before?: string
}

const atOnce = 1000

/**
 * The job that follows when tags were put together or taken apart: files entries anew, a thousand at a time, and comes again until
 * all were looked at.
 */
export async function fileTagged(site: Site, { tag, before }: FileTagged): Promise<void> {
  await site.db.transaction(async trx => {
    const rows = trx('entry_tags')
      .where({ tag })
      .orderBy([
        { column: 'at', order: 'desc' },
        { column: 'entryId', order: 'desc' },
      ])
    if (before) {
      const { at, id } = readCursor(before)
      rows.whereRaw('(at, entry_id) < (?, ?)', [at, id])
    }
    const found: { at: string; entryId: string }[] = await rows.limit(atOnce).select('at', 'entryId')
    const ids = found.map(row => row.entryId)
    await fileEntries(trx, ids)
    await countTags(trx, ids)
    const last = found.at(-1)
    if (last && found.length === atOnce)
      await site.jobs.add(trx, 'file-tagged', { tag, before: writeCursor({ place: last.at, id: last.entryId }) })
  })
}

/** Files entries under the tags that their words stand for now. */
async function fileEntries(trx: Knex.Transaction, entryIds: readonly string[]): Promise<void> {
  if (entryIds.length === 0) return
  const list = inList(dialectOf(trx), 'k.entry_id', entryIds)
  await trx.raw(
    `update entry_tags set tag = w.filed
     from (select k.entry_id, k.word, ${filedSql('k.entry_id', 'k.number')} as filed
       from entry_tags k join tags t on t.name = k.word where ${list.sql}) w
     where w.entry_id = entry_tags.entry_id and w.word = entry_tags.word and entry_tags.tag is distinct from w.filed`,
    list.bindings,
  )
}
