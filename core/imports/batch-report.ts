import type { Actor } from '../actor.ts'
import { csvLine } from '../portability/write-csv.ts'
import type { Site } from '../site.ts'
import { findBatch } from './import-batch.ts'
import type { BatchInput } from './stop-batch.ts'

const atOnce = 1_000

/** What became of an archive, line by line, as CSV: entries that are in with their addresses, and what was refused and why. */
export async function* batchReport(site: Site, actor: Actor, input: BatchInput): AsyncGenerator<string> {
  const batch = await findBatch(site.db, actor.id, input.id)
  const handle: { handle: string } | undefined = await site.db('feeds').where({ id: batch.memberId }).first('handle')
  yield csvLine(['what', 'published', 'here', 'original', 'problem'])
  for (let after = ''; ; ) {
    const rows: ReportRow[] = await site
      .db('entries')
      .where({ importBatchId: batch.id })
      .where('id', '>', after)
      .orderBy('id')
      .limit(atOnce)
      .select('id', 'shortId', 'viaUrl', 'publishedAt', 'removedAt', 'access')
    const lines = rows.map(({ shortId, viaUrl, publishedAt, removedAt, access }) =>
      csvLine([
        removedAt ? 'removed' : access === 'held' ? 'held' : 'in',
        publishedAt,
        `${site.url}/${handle?.handle}/${shortId}`,
        viaUrl,
        '',
      ]),
    )
    if (lines.length > 0) yield lines.join('')
    if (rows.length < atOnce) break
    after = rows.at(-1)!.id
  }
  const refused: { what: string; why: string }[] = await site
    .db('import_refusals')
    .where({ batchId: batch.id })
    .orderBy('number')
    .select('what', 'why')
  yield refused.map(({ what, why }) => csvLine([`refused: ${what}`, '', '', '', why])).join('')
}

interface ReportRow {
  id: string
  shortId: string
  viaUrl: string | null
  publishedAt: string
  removedAt: string | null
  access: string
}
