import { Ajv, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import type { Knex } from 'knex'
import { newId } from '../db/new-id.ts'
import { conflict, invalid, notFound } from '../errors.ts'
import type { CollectionDeclaration } from '../plugin-contract/contributes.ts'
import type { Collection, Row, Where } from '../plugin-contract/plugin-handlers.ts'
import type { Site } from '../site.ts'
import { spendSpace } from './plugin-usage.ts'
import { findIndex, keysOf, lastOf } from './row-keys.ts'

interface StoredRow {
  id: string
  value: string
  createdAt: string
  updatedAt: string
}

const mostCharacters = 64_000
const mostRows = 500

const ajv = new Ajv({ allErrors: true, strict: false, validateSchema: false })
addFormats.default(ajv)

/** One collection of one plugin. `site` may be the site inside a transaction: then everything happens in it. */
export class PluginCollection implements Collection {
  readonly #site: Site
  readonly #place: { plugin: string; collection: string }
  readonly #declared: CollectionDeclaration
  readonly #check: ValidateFunction

  constructor(site: Site, plugin: string, collection: string, declared: CollectionDeclaration) {
    this.#site = site
    this.#place = { plugin, collection }
    this.#declared = declared
    this.#check = ajv.compile(declared.schema)
  }

  async get(id: string): Promise<Row | undefined> {
    const row: StoredRow | undefined = await this.#rows(this.#site.db).where('r.id', String(id)).first()
    return row && read(row)
  }

  async list({ where = {}, order = 'newest', limit = 100, after }: Parameters<Collection['list']>[0] = {}): Promise<Row[]> {
    const rows = this.#found(where)
      .orderBy('r.id', order === 'oldest' ? 'asc' : 'desc')
      .limit(Math.max(1, Math.min(mostRows, Number(limit) || 100)))
    if (after !== undefined) rows.where('r.id', order === 'oldest' ? '>' : '<', String(after))
    return ((await rows) as StoredRow[]).map(read)
  }

  async count({ where = {} }: { where?: Where } = {}): Promise<number> {
    const [row]: { n: number | string }[] = await this.#found(where).clearSelect().count({ n: '*' })
    return Number(row?.n ?? 0)
  }

  async countBy(field: string, { where = {} }: { where?: Where } = {}): Promise<Record<string, number>> {
    const { fields, key } = findIndex(this.#declared, where, [field])
    const named = fields ? `${fields}+${field}` : field
    const counts = this.#site.db('plugin_row_keys as k').where({ ...prefixed('k', this.#place), 'k.fields': named })
    if (fields) {
      counts.join('plugin_row_keys as w', join => join.on('w.rowId', 'k.rowId').andOnVal('w.fields', fields)).where('w.key', key)
    }
    const rows: { key: string; n: number | string }[] = await counts.groupBy('k.key').select('k.key').count({ n: '*' })
    return Object.fromEntries(rows.map(row => [lastOf(row.key), Number(row.n)]))
  }

  insert(value: Record<string, unknown>): Promise<Row> {
    const kept = this.#checked(value)
    return this.#site.db.transaction(async trx => {
      const twin = await this.#twin(trx, kept)
      if (twin !== undefined) throw conflict(`There is a row with the same ${twin.fields.replaceAll('+', ' and ')} already.`)
      return this.#add(trx, kept)
    })
  }

  put(value: Record<string, unknown>): Promise<Row> {
    if (this.#declared.unique.length === 0)
      throw new Error(`"${this.#place.collection}" has no "unique" fields, by which put finds the row.`)
    const kept = this.#checked(value)
    return this.#site.db.transaction(async trx => {
      const twin = await this.#twin(trx, kept)
      return twin === undefined ? this.#add(trx, kept) : this.#replace(trx, await this.#stored(trx, twin.id), kept)
    })
  }

  async update(id: string, change: Record<string, unknown>): Promise<Row> {
    return this.#site.db.transaction(async trx => {
      const stored = await this.#stored(trx, id)
      const kept = this.#checked({ ...(JSON.parse(stored.value) as object), ...withoutOwn(change) })
      const twin = await this.#twin(trx, kept)
      if (twin !== undefined && twin.id !== id)
        throw conflict(`There is a row with the same ${twin.fields.replaceAll('+', ' and ')} already.`)
      return this.#replace(trx, stored, kept)
    })
  }

  async remove(id: string): Promise<void> {
    await this.#site.db.transaction(async trx => {
      const row: StoredRow | undefined = await this.#rows(trx).where('r.id', String(id)).first()
      if (row) await this.#drop(trx, [row])
    })
  }

  async removeAll({ where }: { where: Where }): Promise<number> {
    let removed = 0
    for (;;) {
      const count = await this.#site.db.transaction(async trx => {
        const rows: StoredRow[] = await this.#found(where, trx).limit(mostRows)
        await this.#drop(trx, rows)
        return rows.length
      })
      removed += count
      if (count < mostRows) return removed
    }
  }

  #rows(db: Knex): Knex.QueryBuilder {
    return db('plugin_rows as r').where(prefixed('r', this.#place)).select('r.id', 'r.value', 'r.createdAt', 'r.updatedAt')
  }

  #found(where: Where, db: Knex = this.#site.db): Knex.QueryBuilder {
    const rows = this.#rows(db)
    if (Object.keys(where).length === 0) return rows
    const { fields, key } = findIndex(this.#declared, where)
    const keys = db('plugin_row_keys')
      .where({ ...this.#place, fields, key })
      .select('rowId')
    return rows.whereIn('r.id', keys)
  }

  async #stored(trx: Knex, id: string): Promise<StoredRow> {
    const row: StoredRow | undefined = await this.#rows(trx).where('r.id', String(id)).first()
    if (!row) throw notFound('row')
    return row
  }

  /** A row that has the same values where no two rows may. */
  async #twin(trx: Knex, value: Record<string, unknown>): Promise<{ id: string; fields: string } | undefined> {
    const keys = keysOf(this.#declared, value).filter(({ uniqueKey }) => uniqueKey !== null)
    if (keys.length === 0) return undefined
    const rows: { id: string; fields: string }[] = await trx('plugin_row_keys')
      .where(this.#place)
      .where(either => {
        for (const { fields, uniqueKey } of keys) either.orWhere({ fields, uniqueKey })
      })
      .select('rowId as id', 'fields')
    return rows[0]
  }

  async #add(trx: Knex.Transaction, value: Record<string, unknown>): Promise<Row> {
    const at = this.#site.now().toISOString()
    const row = { id: newId(), value: JSON.stringify(value), createdAt: at, updatedAt: at }
    await trx('plugin_rows').insert({ ...row, ...this.#place, ...this.#owner(value) })
    await this.#addKeys(trx, row.id, value)
    await spendSpace(trx, this.#place.plugin, 1, row.value.length)
    return read(row)
  }

  async #replace(trx: Knex.Transaction, stored: StoredRow, value: Record<string, unknown>): Promise<Row> {
    const row = { ...stored, value: JSON.stringify(value), updatedAt: this.#site.now().toISOString() }
    await trx('plugin_rows')
      .where({ id: row.id })
      .update({ value: row.value, updatedAt: row.updatedAt, ...this.#owner(value) })
    await trx('plugin_row_keys').where({ rowId: row.id }).delete()
    await this.#addKeys(trx, row.id, value)
    await spendSpace(trx, this.#place.plugin, 0, row.value.length - stored.value.length)
    return read(row)
  }

  async #addKeys(trx: Knex, rowId: string, value: Record<string, unknown>): Promise<void> {
    const keys = keysOf(this.#declared, value).map(key => ({ ...key, rowId, ...this.#place }))
    if (keys.length > 0) await trx('plugin_row_keys').insert(keys)
  }

  async #drop(trx: Knex.Transaction, rows: readonly StoredRow[]): Promise<void> {
    if (rows.length === 0) return
    // The keys go with them.
    await trx('plugin_rows')
      .whereIn(
        'id',
        rows.map(row => row.id),
      )
      .delete()
    await spendSpace(trx, this.#place.plugin, -rows.length, -rows.reduce((sum, row) => sum + row.value.length, 0))
  }

  #owner(value: Record<string, unknown>): object {
    const { personal } = this.#declared
    if (!personal) return {}
    const { by, erase } = personal
    return { memberId: (value[by] as string | undefined) ?? null, memberField: by, erase, export: personal.export ? 'yes' : 'no' }
  }

  #checked(value: Record<string, unknown>): Record<string, unknown> {
    const text = JSON.stringify(withoutOwn(value)) ?? ''
    if (text.length > mostCharacters) throw conflict(`A row may have at most ${mostCharacters} characters.`)
    const kept = JSON.parse(text || '{}') as Record<string, unknown>
    if (this.#check(kept)) return kept
    throw invalid({ value: `This is no row of "${this.#place.collection}": ${ajv.errorsText(this.#check.errors, { dataVar: 'it' })}.` })
  }
}

function read({ id, value, createdAt, updatedAt }: StoredRow): Row {
  return { ...(JSON.parse(value) as object), id, createdAt, updatedAt }
}

/** A row that was read may be written again. */
function withoutOwn(value: Record<string, unknown>): Record<string, unknown> {
  const { id, createdAt, updatedAt, ...rest } = value
  return rest
}

function prefixed(table: string, place: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(place).map(([name, value]) => [`${table}.${name}`, value]))
}
