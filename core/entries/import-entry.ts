import type { Knex } from 'knex'
import { sortByLinks } from '../bans/check-links.ts'
import { holdEdited, holdImported } from '../held/hold-imported.ts'
import { hashOfText, purgedAmong } from '../purge/purged-hash.ts'
import { maybeRestricted } from '../restrictions/restriction.ts'
import type { Site } from '../site.ts'
import { findService } from '../sources/match-service.ts'
import type { FetchedFeed } from '../sources/source-type.ts'
import type { Attachment } from './attachment.ts'
import { imageBase, importedAttachments } from './import-attachments.ts'
import { type Draft, draftEntries } from './import-draft.ts'
import { filterImporting } from './import-filter.ts'
import { findKnown, type KnownEntry } from './import-known.ts'
import type { ImportOrigin } from './import-origin.ts'
import { type Destination, type Finished, insertEntries } from './import-store.ts'
import { readImportedTexts } from './import-text.ts'
import { bumpTimes } from './import-times.ts'
import { adoptEntries, updateEntries } from './import-update.ts'
import { retryTaken } from './short-id.ts'

export interface Imported {
  imported: number
  updated: number
}

/** What came of all that was handed in. */
interface Brought extends Imported {
  /** What leads to where links are refused, and was left out. */
  refused: number
}

export interface ImportOptions {
  /** The first fetch of a source brings old news. */
  first: boolean
  /** They were for a few people where they come from: nothing comes in when the member's feed is public. */
  onlyPrivate?: boolean
  /** Attachments of new and changed entries that do not come from the web. */
  attach?(drafts: readonly Draft[]): Promise<ReadonlyMap<Draft, Attachment[]>>
  /** What must be written in the same transaction. */
  together?(trx: Knex.Transaction, imported: Imported, about: ImportedDrafts): Promise<void>
}

export interface ImportedDrafts {
  /** What is stored with attachments of its own. */
  written: readonly Draft[]
  /** Entries that had come in before, and are not changed. */
  known: number
}

/**
 * The one door for entries from outside: filter, known already?, sanitise, insert, event. Done twice it adds nothing; what was edited
 * where it came from is updated and keeps its comments; what its author removed here stays removed.
 */
export async function importEntries(site: Site, source: ImportOrigin, feed: FetchedFeed, options: ImportOptions): Promise<Brought> {
  const now = site.now()
  const items = await filterImporting(site, source, feed)
  const drafts = await draftEntries(source, items, now)
  const known = await findKnown(site.db, source.memberId, drafts, source.importBatchId ? 'all' : options.first ? 'orphans' : 'none')
  const found = drafts.filter(draft => !known.has(draft) || hasChanged(draft, known.get(draft), source))
  const own = await options.attach?.(found)
  const finished = await admit(site, await finish(site, source, found, own))
  const written = found.filter(draft => finished.has(draft))
  const fresh = written.filter(draft => !known.has(draft))
  const changed = written.filter(draft => known.has(draft))

  return retryTaken(() =>
    site.db.transaction(async trx => {
      const destination = await findDestination(trx, site, source, now)
      if (!destination || (options.onlyPrivate && destination.access !== 'private')) return { imported: 0, updated: 0, refused: 0 }
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
      if (source.sourceId) await adoptEntries(trx, source, known)
      const edited = await updateEntries(
        trx,
        source,
        changed.map(draft => ({ known: known.get(draft)!, finished: finished.get(draft)! })),
        now,
      )
      const free = await holdImported(site, trx, fresh, inserted)
      await announceImported(site, trx, source, free, edited, options.first)
      await holdEdited(site, trx, changed, edited)
      const imported = { imported: inserted.length, updated: edited.length }
      await options.together?.(trx, imported, { written, known: known.size - found.filter(draft => known.has(draft)).length })
      return { ...imported, refused: found.length - written.length }
    }),
  )
}

function hasChanged(draft: Draft, known: KnownEntry | undefined, { importBatchId }: ImportOrigin): boolean {
  if (!known || known.removedAt !== null || known.originalHash === draft.hash) return false
  // An archive leaves alone what a source brought: that is fresher.
  return importBatchId === null || (known.origin === draft.origin && known.sourceId === null)
}

/** The sanitiser runs last: filters of plugins may add HTML. */
async function finish(
  site: Site,
  source: ImportOrigin,
  drafts: Draft[],
  own: ReadonlyMap<Draft, Attachment[]> | undefined,
): Promise<Finished[]> {
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
  return drafts.map((draft, index) => {
    const text = texts[index]!
    return { draft, text, attachments: [...importedAttachments(draft, text, reading), ...(own?.get(draft) ?? [])] }
  })
}

/** What may come in: what was purged, and what leads to where links are refused, is left out; what is to be held says so. */
async function admit(site: Site, finished: readonly Finished[]): Promise<Map<Draft, Finished>> {
  const leading = finished.map(({ draft, text, attachments }) => ({
    html: text.html,
    links: [draft.url, ...attachments.flatMap(one => [one.url, ...('link' in one ? [String(one.link)] : [])])],
  }))
  const sorted = await sortByLinks(site, leading)
  const hashes = finished.map(({ draft, text }) => [draft.origin, ...hashOfText(`${draft.title ?? ''} ${text.html}`)])
  const purged = await purgedAmong(site.db, hashes.flat())
  const admitted = finished.filter((_, index) => sorted[index] !== 'refused' && !hashes[index]!.some(hash => purged.has(hash)))
  finished.forEach(({ draft }, index) => {
    const held = sorted[index]
    if (held && held !== 'refused') Object.assign(draft, { held })
  })
  return new Map(admitted.map(one => [one.draft, one]))
}

/** Nowhere, when the source was removed, or its member left or may not publish any more, while it was fetched. */
async function findDestination(trx: Knex.Transaction, site: Site, source: ImportOrigin, now: Date): Promise<Destination | undefined> {
  const { sourceId, memberId } = source
  const feed: { access: 'public' | 'private'; licence: string | null } | undefined = await trx('feeds as f')
    .join('members as m', 'm.id', 'f.id')
    .where({ 'f.id': memberId })
    .whereNull('f.removedAt')
    .first('f.access', 'm.licence')
  if (!feed || (sourceId && !(await trx('sources').where({ id: sourceId }).first('id')))) return undefined
  if (await maybeRestricted(trx, memberId, ['silence', 'suspension', 'removal'], now)) return undefined
  const viaName = findService(site.registry.services, source.service)?.name ?? source.title
  return { ...feed, viaName: viaName.slice(0, 300), now }
}

async function announceImported(
  site: Site,
  trx: Knex.Transaction,
  source: ImportOrigin,
  inserted: string[],
  edited: string[],
  first: boolean,
): Promise<void> {
  const { memberId, sourceId, importBatchId } = source
  if (inserted.length > 0) {
    const from = { sourceId, ...(importBatchId && { importBatchId }) }
    await site.announce(trx, 'entries.imported', { entryIds: inserted, authorId: memberId, ...from, feedIds: [memberId], first })
  }
  for (const entryId of edited) await site.announce(trx, 'entry.edited', { entryId })
}
