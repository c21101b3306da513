import type { Knex } from 'knex'
import { dialectOf, inList } from '../db/select.ts'
import { retagEntries, type Tagged } from '../tags/tag-entries.ts'
import type { Draft } from './import-draft.ts'
import type { KnownEntry } from './import-known.ts'
import type { ImportOrigin } from './import-origin.ts'
import { type Finished, shownOf, taggedBy } from './import-store.ts'

type ShownRow = ReturnType<typeof shownOf> & { id: string; createdAt: string; publishedAt: string }

/**
 * Brings entries to what their items are now, where they stand and with their comments. Returns the ids of those that look different than
 * before; an item can change without that.
 */
export async function updateEntries(
  trx: Knex.Transaction,
  source: ImportOrigin,
  changed: readonly { known: KnownEntry; finished: Finished }[],
  now: Date,
): Promise<string[]> {
  if (changed.length === 0) return []
  const ids = changed.map(({ known }) => known.id)
  const before = await shownBefore(trx, ids)
  const edited: string[] = []
  const tagged: Tagged[] = []
  for (const { known, finished } of changed) {
    const old = before.get(known.id)
    if (!old) continue
    const { draft } = finished
    const original = { original: JSON.stringify(draft.item), originalHash: draft.hash }
    const shown = shownOf(source, finished, old.createdAt)
    const isEdited = Object.entries(shown).some(([name, value]) => old[name as keyof ShownRow] !== value)
    const change = isEdited ? { ...original, ...shown, viaUrl: draft.url ?? source.siteUrl, editedAt: now.toISOString() } : original
    await trx('entries').where({ id: known.id }).update(change)
    if (isEdited) edited.push(known.id)
    tagged.push(taggedBy(known.id, old.publishedAt, shown.bodyHtml, finished))
  }
  await retagEntries(trx, tagged, now)
  return edited
}

/** Entries that came in before, whose source was gone and is back: they belong to it again, whatever their address was. */
export async function adoptEntries(trx: Knex.Transaction, source: ImportOrigin, known: ReadonlyMap<Draft, KnownEntry>): Promise<void> {
  const orphans = [...known].filter(([, entry]) => entry.sourceId === null)
  const same = orphans.filter(([draft, entry]) => draft.origin === entry.origin).map(([, entry]) => entry.id)
  if (same.length > 0)
    await trx('entries')
      .whereRaw(...whereIds(trx, same))
      .update({ sourceId: source.sourceId })
  for (const [draft, entry] of orphans) {
    if (draft.origin === entry.origin) continue
    await trx('entries').where({ id: entry.id }).update({ sourceId: source.sourceId, origin: draft.origin })
  }
}

async function shownBefore(trx: Knex.Transaction, ids: string[]): Promise<Map<string, ShownRow>> {
  const rows: ShownRow[] = await trx('entries')
    .whereRaw(...whereIds(trx, ids))
    .whereNull('removedAt')
    .select('id', 'title', 'link', 'body', 'bodyHtml', 'attachments', 'createdAt', 'publishedAt')
  return new Map(rows.map(row => [row.id, row]))
}

function whereIds(trx: Knex.Transaction, ids: string[]): [string, Knex.RawBinding[]] {
  const { sql, bindings } = inList(dialectOf(trx), 'id', ids)
  return [sql, bindings]
}
