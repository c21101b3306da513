import type { Knex } from 'knex'
import { dialectOf, inList } from '../db/select.ts'
import { originOf } from '../entries/import-draft.ts'
import { importEntries } from '../entries/import-entry.ts'
import type { ArchivedEntry } from '../plugin-contract/plugin-handlers.ts'
import type { Site } from '../site.ts'
import type { FetchedFeed } from '../sources/source-type.ts'
import { countTags } from '../tags/count-tags.ts'
import type { ArchiveForPlugin } from './archive-for-plugin.ts'
import { type ImportBatch, originOfBatch, type Place, takenBackReason } from './import-batch.ts'
import type { CheckedPage } from './import-page.ts'
import { ArchivedPictures } from './keep-archived-pictures.ts'
import { writeRefusals } from './write-refusals.ts'

/** What a page brought, to be added to the batch. */
interface Counts {
  brought: number
  known: number
  leftOut: number
  picturesLost: number
}

/**
 * Brings the entries of one page in through the one door, and writes on the batch where to go on. Done twice it adds nothing. What was
 * for followers comes into a private feed only, whatever the feed was when the work began.
 */
export async function bringIn(site: Site, batch: ImportBatch, page: CheckedPage, place: Place, archive: ArchiveForPlugin): Promise<void> {
  const wanted = page.entries.filter(entry => !entry.isReply || batch.withRepliesAt !== null)
  const counts: Counts = { brought: 0, known: 0, leftOut: page.entries.length - wanted.length, picturesLost: 0 }
  counts.leftOut += Object.values(page.skipped).reduce((sum, number) => sum + number, 0)
  for (const audience of ['everyone', 'followers'] as const) {
    const entries = wanted.filter(entry => entry.audience === audience)
    if (entries.length > 0) await bringAudience(site, batch, entries, archive, counts)
  }
  await site.db.transaction(async trx => {
    await writeRefusals(trx, batch, page.refused)
    await trx('import_batches')
      .where({ id: batch.id })
      .update({
        place: JSON.stringify(place),
        ...added(trx, { ...counts, refused: page.refused.length }),
      })
  })
}

async function bringAudience(
  site: Site,
  batch: ImportBatch,
  entries: ArchivedEntry[],
  archive: ArchiveForPlugin,
  counts: Counts,
): Promise<void> {
  const onlyPrivate = entries[0]!.audience === 'followers'
  const pictures = new ArchivedPictures(site, batch.memberId, archive)
  const feed: FetchedFeed = { format: 'archive', hubs: [], entries: entries.map(withoutAudience) }
  let isOpen = false
  let restored = 0
  let seen = 0
  const { imported, updated, refused } = await importEntries(site, originOfBatch(batch), feed, {
    first: true,
    onlyPrivate,
    attach: drafts => pictures.read(drafts),
    async together(trx, _imported, { known }) {
      isOpen = true
      await pictures.write(trx)
      restored = await restoreTakenBack(trx, batch, entries)
      seen = known - restored
    },
  })
  counts.brought += imported + restored
  counts.known += seen + updated
  counts.picturesLost += pictures.lost
  counts.leftOut += refused
  if (!isOpen) counts.leftOut += entries.length
}

/** Only the core decides by whom an entry is seen; what filters get is an entry like any other. */
function withoutAudience({ audience: _audience, isReply: _isReply, ...entry }: ArchivedEntry) {
  return entry
}

/** What was taken back with an earlier batch of the same importer comes in again as it was. */
async function restoreTakenBack(trx: Knex.Transaction, batch: ImportBatch, entries: readonly ArchivedEntry[]): Promise<number> {
  const origin = originOfBatch(batch)
  const { sql, bindings } = inList(
    dialectOf(trx),
    'origin',
    entries.map(({ guid }) => originOf(origin, guid)),
  )
  const back: { id: string }[] = await trx('entries')
    .where({ authorId: batch.memberId, removedReason: takenBackReason(batch) })
    .whereRaw(sql, bindings)
    .update({ removedAt: null, removedBy: null, removedReason: null, importBatchId: batch.id })
    .returning('id')
  await countTags(
    trx,
    back.map(({ id }) => id),
  )
  return back.length
}

function added(trx: Knex.Transaction, counts: object): Record<string, Knex.Raw> {
  return Object.fromEntries(Object.entries(counts).map(([column, number]) => [column, trx.raw('?? + ?', [column, number as number])]))
}
