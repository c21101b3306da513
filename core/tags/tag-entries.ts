import type { Knex } from 'knex'
import { rowTable } from '../db/row-table.ts'
import { dialectOf, inList } from '../db/select.ts'
import { countDown, countTags } from './count-tags.ts'
import type { FoundTag } from './tag-name.ts'

/** An entry with the tags that it has now. */
export interface Tagged {
  entryId: string
  /** When it was published. */
  at: string
  tags: readonly FoundTag[]
}

interface Row extends FoundTag {
  entryId: string
  at: string
  number: number
}

/** So many rows go into one statement. */
const atOnce = 500

/**
 * Files new entries under their tags, in the transaction that writes them: two statements for any number of entries and tags, none
 * when there are no tags. They are counted when their event is heard.
 */
export async function addTags(trx: Knex.Transaction, entries: readonly Tagged[], now: Date): Promise<void> {
  const rows = entries.flatMap(({ entryId, at, tags }) => tags.map((tag, number) => ({ ...tag, entryId, at, number })))
  for (let start = 0; start < rows.length; start += atOnce) await insertRows(trx, rows.slice(start, start + atOnce), now)
}

/**
 * Brings the tags of entries to what they are now; of those that have the same tags nothing is written. Returns the ids of the others.
 */
export async function retagEntries(trx: Knex.Transaction, entries: readonly Tagged[], now: Date): Promise<string[]> {
  if (entries.length === 0) return []
  const list = inList(
    dialectOf(trx),
    'entry_id',
    entries.map(({ entryId }) => entryId),
  )
  const rows: { entryId: string; word: string; foundIn: string }[] = await trx('entry_tags')
    .whereRaw(list.sql, list.bindings)
    .orderBy(['entryId', 'number'])
    .select('entryId', 'word', 'foundIn')
  const before = Map.groupBy(rows, row => row.entryId)
  const marks = (tags: readonly { foundIn: string }[], name: (index: number) => string): string =>
    tags.map(({ foundIn }, index) => `${foundIn} ${name(index)}`).join('\n')
  const changed = entries.filter(({ entryId, tags }) => {
    const old = before.get(entryId) ?? []
    return marks(tags, index => tags[index]!.name) !== marks(old, index => old[index]!.word)
  })
  const ids = changed.map(({ entryId }) => entryId)
  await dropTags(
    trx,
    ids.filter(id => before.has(id)),
  )
  await addTags(trx, changed, now)
  await countTags(trx, ids)
  return ids
}

/** Takes entries out from under all their tags: their text is gone. */
export async function dropTags(trx: Knex.Transaction, entryIds: readonly string[]): Promise<void> {
  if (entryIds.length === 0) return
  const list = inList(dialectOf(trx), 'entry_id', entryIds)
  const gone: { countedAs: string | null }[] = await trx('entry_tags').whereRaw(list.sql, list.bindings).forUpdate().select('countedAs')
  if (gone.length === 0) return
  await trx('entry_tags').whereRaw(list.sql, list.bindings).delete()
  await countDown(
    trx,
    gone.map(row => row.countedAs),
  )
}

async function insertRows(trx: Knex.Transaction, rows: readonly Row[], now: Date): Promise<void> {
  const createdAt = now.toISOString()
  const labels = new Map(rows.toReversed().map(({ name, label }) => [name, label]))
  // In one order, so that two that insert the same at once do not wait for each other for ever.
  const tags = [...labels].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, label]) => ({ name, label, createdAt }))
  await trx('tags').insert(tags).onConflict('name').ignore()
  const given = rowTable(
    trx,
    'g',
    ['entry_id', 'word', 'found_in', 'number', 'at'],
    rows.map(({ entryId, name, foundIn, number, at }) => [entryId, name, foundIn, String(number), at]),
  )
  const number = 'cast(g.number as integer)'
  await trx.raw(
    `insert into entry_tags (entry_id, word, found_in, number, at, tag)
     select g.entry_id, g.word, g.found_in, ${number}, g.at, ${filedSql('g.entry_id', number)}
     from ${given.sql} join tags t on t.name = g.word where true
     on conflict (entry_id, word) do nothing`,
    given.bindings,
  )
}

/** Where a row is filed, for `tags t` of its word: the first of the words that lead to one tag stands for all of them. */
export function filedSql(entryId: string, number: string): string {
  const filed = 'coalesce(t.stands_for, t.name)'
  return `case when row_number() over (partition by ${entryId}, ${filed} order by ${number}) = 1 then ${filed} end`
}
