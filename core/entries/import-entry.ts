import type { Knex } from 'knex'
import { holdImported } from '../held/hold-imported.ts'
import type { Site } from '../site.ts'
import { findService } from '../sources/match-service.ts'
import type { Source } from '../sources/source.ts'
import type { FetchedFeed } from '../sources/source-type.ts'
import { imageBase, importedAttachments } from './import-attachments.ts'
import { type Draft, draftEntries } from './import-draft.ts'
import { filterImporting } from './import-filter.ts'
import { findKnown, type KnownEntry } from './import-known.ts'
import { type Destination, type Finished, insertEntries } from './import-store.ts'
import { readImportedTexts } from './import-text.ts'
import { bumpTimes } from './import-times.ts'
import { adoptEntries, updateEntries } from './import-update.ts'
import { retryTaken } from './short-id.ts'

export interface Imported {
  imported: number
  updated: number
}

export interface ImportOptions {
  /** The first fetch of a source brings old news. */
  first: boolean
  /** What must be written in the same transaction. */
  together?(trx: Knex.Transaction, imported: Imported): Promise<void>
}

/**
 * The one door for entries from outside: filter, known already?, sanitise, insert, event. Done twice it adds nothing; what was edited
 * where it came from is updated and keeps its comments; what its author removed here stays removed.
 */
export async function importEntries(site: Site, source: Source, feed: FetchedFeed, options: ImportOptions): Promise<Imported> {
  const now = site.now()
  const items = await filterImporting(site, source, feed)
  const drafts = await draftEntries(source, items, now)
  const known = await findKnown(site.db, source.memberId, drafts, options.first)
  const fresh = drafts.filter(draft => !known.has(draft))
  const changed = drafts.filter(draft => hasChanged(draft, known.get(draft)))
  const finished = new Map((await finish(site, source, [...fresh, ...changed])).map(one => [one.draft, one]))

  return retryTaken(() =>
    site.db.transaction(async trx => {
      const destination = await findDestination(trx, site, source, now)
      if (!destination) return { imported: 0, updated: 0 }
      const bumpedAt = bumpTimes(
        fresh.map(draft => draft.publishedAt),
        now,
        options.first,
      )
      const inserted = await insertEntries(
        trx,
        source,
        fresh.map(draft => finished.get(draft)!),
        bumpedAt,
        destination,
      )
      await adoptEntries(trx, source, known)
      const edited = await updateEntries(
        trx,
        source,
        changed.map(draft => ({ known: known.get(draft)!, finished: finished.get(draft)! })),
        now,
      )
      const free = await holdImported(site, trx, fresh, inserted)
      await announceImported(site, trx, source, free, edited, options.first)
      const imported = { imported: inserted.length, updated: edited.length }
      await options.together?.(trx, imported)
      return imported
    }),
  )
}

function hasChanged(draft: Draft, known: KnownEntry | undefined): boolean {
  return known !== undefined && known.removedAt === null && known.originalHash !== draft.hash
}

/** The sanitiser runs last: filters of plugins may add HTML. */
async function finish(site: Site, source: Source, drafts: Draft[]): Promise<Finished[]> {
  const reading = {
    services: site.registry.services,
    imageKey: site.secret,
    imageBase: imageBase(site),
    workers: site.workers,
    log: site.log,
  }
  const asText = source.firstCommentSince !== null
  const items = drafts.map(({ item, url }) => ({ html: item.html ?? item.summary ?? '', asText, ...(url && { baseUrl: url }) }))
  const texts = await readImportedTexts(reading, items)
  return drafts.map((draft, index) => ({ draft, text: texts[index]!, attachments: importedAttachments(draft, texts[index]!, reading) }))
}

/** Nowhere, when the source was removed or its member left while it was fetched. */
async function findDestination(trx: Knex.Transaction, site: Site, source: Source, now: Date): Promise<Destination | undefined> {
  const feed: { access: 'public' | 'private' } | undefined = await trx('sources')
    .join('feeds', 'feeds.id', 'sources.memberId')
    .where('sources.id', source.id)
    .whereNull('feeds.removedAt')
    .first('feeds.access')
  if (!feed) return undefined
  const viaName = findService(site.registry.services, source.service)?.name ?? source.title
  return { access: feed.access, viaName: viaName.slice(0, 300), now }
}

async function announceImported(
  site: Site,
  trx: Knex.Transaction,
  source: Source,
  inserted: string[],
  edited: string[],
  first: boolean,
): Promise<void> {
  const { memberId, id: sourceId } = source
  if (inserted.length > 0) {
    await site.announce(trx, 'entries.imported', { entryIds: inserted, authorId: memberId, sourceId, feedIds: [memberId], first })
  }
  for (const entryId of edited) await site.announce(trx, 'entry.edited', { entryId })
}
