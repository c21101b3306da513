import type { Knex } from 'knex'
import type { Site } from '../site.ts'
import { spendSpace } from './plugin-usage.ts'

interface PersonalRow {
  id: string
  plugin: string
  collection: string
  value: string
  memberField: string
  erase: 'delete' | 'empty'
  createdAt: string
}

const batch = 200

/** What plugins keep of a member and the member takes along: also those that are switched off or gone. */
export async function listPersonalRows(
  db: Knex,
  memberId: string,
): Promise<{ plugin: string; collection: string; createdAt: string; value: Record<string, unknown> }[]> {
  const rows: PersonalRow[] = await db('plugin_rows')
    .where({ memberId, export: 'yes' })
    .orderBy(['plugin', 'collection', 'id'])
    .select('plugin', 'collection', 'value', 'createdAt')
  return rows.map(({ plugin, collection, value, createdAt }) => ({
    plugin,
    collection,
    createdAt,
    value: JSON.parse(value) as Record<string, unknown>,
  }))
}

/** Deletes or empties what plugins keep of a member who is gone, as their manifests said. Can run twice. */
export async function erasePersonalRows(site: Site, memberId: string): Promise<void> {
  for (;;) {
    const rows: PersonalRow[] = await site.db('plugin_rows').where({ memberId }).limit(batch)
    if (rows.length === 0) return
    await site.db.transaction(async trx => {
      for (const row of rows) await eraseRow(trx, row)
    })
  }
}

async function eraseRow(trx: Knex.Transaction, { id, plugin, value, memberField, erase }: PersonalRow): Promise<void> {
  if (erase === 'delete') {
    await trx('plugin_rows').where({ id }).delete()
    return spendSpace(trx, plugin, -1, -value.length)
  }
  const { [memberField]: _, ...rest } = JSON.parse(value) as Record<string, unknown>
  const emptied = JSON.stringify(rest)
  await trx('plugin_rows').where({ id }).update({ value: emptied, memberId: null })
  const keys: { fields: string }[] = await trx('plugin_row_keys').where({ rowId: id }).select('fields')
  const about = keys.map(({ fields }) => fields).filter(fields => fields.split('+').includes(memberField))
  if (about.length > 0) await trx('plugin_row_keys').where({ rowId: id }).whereIn('fields', about).delete()
  await spendSpace(trx, plugin, 0, emptied.length - value.length)
}
