import type { Knex } from 'knex'
import { rowTable } from '../db/row-table.ts'
import { dialectOf, inList } from '../db/select.ts'
import { publicSql } from '../feeds/visibility.ts'

/** Which rows of `entry_tags as k` are looked at, with their entry as `entries as e`. */
export interface CountScope {
  sql: string
  bindings: Knex.RawBinding[]
}

interface Differing {
  entryId: string
  word: string
  wanted: string | null
  countedAs: string | null
}

const atOnce = 1000
const wanted = `case when ${publicSql} then k.tag end`

/** Counts these entries where they are filed when they are public, and nowhere else. Looks at how things are, so that it can be done twice. */
export async function countTags(trx: Knex.Transaction, entryIds: readonly string[]): Promise<void> {
  if (entryIds.length > 0) await countScope(trx, inList(dialectOf(trx), 'k.entry_id', entryIds))
}

/** The same for a part of the rows. Returns how many of them were counted wrongly; at most a thousand are put right. */
export async function countScope(trx: Knex.Transaction, scope: CountScope): Promise<number> {
  // Two processes must not count one row.
  const rows: Differing[] = await differing(trx, scope).limit(atOnce).forUpdate('k')
  if (rows.length === 0) return 0
  const given = rowTable(
    trx,
    'g',
    ['entry_id', 'word', 'wanted'],
    rows.map(row => [row.entryId, row.word, row.wanted]),
  )
  await trx.raw(
    `update entry_tags set counted_as = g.wanted from ${given.sql} where g.entry_id = entry_tags.entry_id and g.word = entry_tags.word`,
    given.bindings,
  )
  const sums = new Map<string, number>()
  const add = (tag: string | null, by: number) => tag !== null && sums.set(tag, (sums.get(tag) ?? 0) + by)
  for (const row of rows) {
    add(row.countedAs, -1)
    add(row.wanted, 1)
  }
  await writeSums(trx, sums)
  return rows.length
}

/** Whether any row of this part is counted wrongly. */
export async function isMiscounted(db: Knex, scope: CountScope): Promise<boolean> {
  return (await differing(db, scope).first()) !== undefined
}

/** Rows are gone: `tags` counted them, one each. */
export async function countDown(trx: Knex.Transaction, tags: readonly (string | null)[]): Promise<void> {
  const sums = new Map<string, number>()
  for (const tag of tags) if (tag !== null) sums.set(tag, (sums.get(tag) ?? 0) - 1)
  await writeSums(trx, sums)
}

function differing(db: Knex, { sql, bindings }: CountScope): Knex.QueryBuilder {
  return db('entry_tags as k')
    .join('entries as e', 'e.id', 'k.entryId')
    .whereRaw(sql, bindings)
    .whereRaw(`k.counted_as is distinct from ${wanted}`)
    .select('k.entryId', 'k.word', 'k.countedAs', db.raw(`${wanted} as wanted`))
}

async function writeSums(trx: Knex.Transaction, sums: ReadonlyMap<string, number>): Promise<void> {
  if (sums.size === 0) return
  // In one order, so that two of these do not wait for each other for ever.
  if (dialectOf(trx) === 'postgres')
    await trx('tags')
      .whereIn('name', [...sums.keys()])
      .orderBy('name')
      .forUpdate()
      .select('name')
  const given = rowTable(
    trx,
    'g',
    ['name', 'change'],
    [...sums].map(([name, by]) => [name, String(by)]),
  )
  await trx.raw(
    `update tags set uses = uses + cast(g.change as integer),
       used_at = (select max(k.at) from entry_tags k where k.counted_as = tags.name)
     from ${given.sql} where g.name = tags.name`,
    given.bindings,
  )
}
