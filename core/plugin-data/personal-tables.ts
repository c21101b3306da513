import type { Knex } from 'knex'
import type { PersonalColumns } from '../plugin-contract/contributes.ts'
import type { Manifest } from '../plugin-contract/manifest.ts'
import type { Site } from '../site.ts'

/** A part of a plugin's own table that is about members, as its manifest says. */
export interface PersonalTable extends PersonalColumns {
  plugin: string
  table: string
}

/**
 * Keeps what a manifest says of the plugin's own tables, so that export and erasure work when the plugin is off or gone.
 * Throws Error when a table or a column is not there.
 */
export async function rememberTables({ db }: Pick<Site, 'db'>, { name: plugin, tables }: Pick<Manifest, 'name' | 'tables'>): Promise<void> {
  const wanted = new Map(Object.entries(tables).map(([name, { personal }]) => [name, JSON.stringify(personal)]))
  const known: { name: string; personal: string }[] = await db('plugin_tables').where({ plugin }).select('name', 'personal')
  if (known.length === wanted.size && known.every(({ name, personal }) => wanted.get(name) === personal)) return
  for (const [name, { personal }] of Object.entries(tables)) await checkColumns(db, name, personal)
  await db.transaction(async trx => {
    await trx('plugin_tables').where({ plugin }).delete()
    if (wanted.size > 0) await trx('plugin_tables').insert([...wanted].map(([name, personal]) => ({ plugin, name, personal })))
  })
}

/** What plugins' own tables keep of members, also of plugins that are switched off. */
export async function listPersonalTables(db: Knex): Promise<PersonalTable[]> {
  const rows: { plugin: string; name: string; personal: string }[] = await db('plugin_tables')
    .orderBy(['plugin', 'name'])
    .select('plugin', 'name', 'personal')
  return rows.flatMap(({ plugin, name: table, personal }) =>
    (JSON.parse(personal) as PersonalColumns[]).map(one => ({ ...one, plugin, table })),
  )
}

/** How many rows there are about a member in each part, in one statement. */
export async function countPersonalTables(db: Knex, memberId: string): Promise<(PersonalTable & { count: number })[]> {
  const tables = await listPersonalTables(db)
  if (tables.length === 0) return []
  const counts = tables.map(({ table, by }, index) => db(table).where(by, memberId).count('*').as(`c${index}`))
  const [row] = (await db.select(counts)) as Record<string, number | string>[]
  return tables.map((one, index) => ({ ...one, count: Number(row?.[`c${index}`]) })).filter(({ count }) => count > 0)
}

/** The rows about a member that they take along. */
export async function listTableRows(
  db: Knex,
  memberId: string,
): Promise<{ plugin: string; collection: string; value: Record<string, unknown> }[]> {
  const lists = []
  for (const { plugin, table, by, columns } of await listPersonalTables(db)) {
    if (columns.length === 0) continue
    const rows: Record<string, unknown>[] = await db(table).where(by, memberId).select(columns)
    lists.push(...rows.map(value => ({ plugin, collection: table, value })))
  }
  return lists
}

/** Deletes or empties the rows about a member who is gone. Can run twice. */
export async function eraseFromTables(site: Site, memberId: string): Promise<void> {
  for (const { table, by, leaves } of await listPersonalTables(site.db)) {
    await site.db.transaction(async trx => {
      const rows = trx(table).where(by, memberId)
      await (leaves ? rows.update(newValues(trx, leaves)) : rows.delete())
    })
  }
}

function newValues(trx: Knex, leaves: NonNullable<PersonalColumns['leaves']>): Record<string, unknown> {
  const copied = (value: unknown) => (typeof value === 'string' && value.startsWith('=') ? trx.raw('??', [value.slice(1)]) : value)
  return Object.fromEntries(Object.entries(leaves).map(([column, value]) => [column, copied(value)]))
}

async function checkColumns(db: Knex, table: string, personal: readonly PersonalColumns[]): Promise<void> {
  const known = Object.keys(await db(table).columnInfo())
  if (known.length === 0) throw new Error(`plugin.json: "tables" has "${table}", which its migrations do not make.`)
  const used = personal.flatMap(({ by, columns, leaves = {} }) => [by, ...columns, ...Object.keys(leaves), ...copiedFrom(leaves)])
  const missing = used.find(column => !known.includes(column))
  if (missing) throw new Error(`plugin.json: the table "${table}" has no column "${missing}".`)
}

function copiedFrom(leaves: NonNullable<PersonalColumns['leaves']>): string[] {
  return Object.values(leaves).flatMap(value => (typeof value === 'string' && value.startsWith('=') ? [value.slice(1)] : []))
}
