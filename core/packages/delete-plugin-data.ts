import type { Knex } from 'knex'
import { settingsRow } from '../plugin-settings/plugin-settings.ts'

/** Deletes what a plugin kept: its settings, those of members, its collections, and the tables that its migrations made. */
export async function deletePluginData(trx: Knex.Transaction, name: string, tables: readonly string[]): Promise<void> {
  await trx('settings')
    .where({ name: settingsRow(name) })
    .delete()
  for (const table of ['plugin_row_keys', 'plugin_rows', 'plugin_usage', 'plugin_tables']) await trx(table).where({ plugin: name }).delete()
  // The last one made may point at those before it.
  for (const table of [...tables].reverse()) await trx.schema.dropTableIfExists(table)
  await trx('migrations').where('name', 'like', `${name}/%`).delete()
}
